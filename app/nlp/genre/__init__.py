"""What kind of text it is: report, analysis, comment, interview, live blog, press review, fact box, agency's text."""
