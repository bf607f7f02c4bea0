"""An edition: a summit frozen as static pages with its data, to be handed on. Made in a process of its own, which may
know the whole web: it asks the program for its pages as a reader would."""
