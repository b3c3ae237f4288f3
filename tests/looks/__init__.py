"""Every screen, page and dialog as pictures, for a designer's eye: `python -m tests.looks FOLDER`."""
