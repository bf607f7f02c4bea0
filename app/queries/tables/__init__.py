"""The tables that leave the program: queries that stream their rows, under the filters of the page that shows them."""
