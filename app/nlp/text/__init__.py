"""The text before it is read: sentences, quotation marks, signatures, page furniture, language."""
