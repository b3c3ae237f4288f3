"""What an agent makes their own while working: keys and colours."""
