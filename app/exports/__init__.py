"""What leaves the program: frozen view models in, bytes out. No query of its own, no HTTP.

Libraries that make documents and pictures are loaded where one is asked for: the web process starts without them.
"""
