"""Words as they are written and read, pure: blanks, mark-up, numbers, and a word that was misspelt."""
