"""What a person touches: the chat page and the command line."""
