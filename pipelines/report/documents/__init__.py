"""Documents of a wave: PDF to publish and DOCX to edit, from the blocks of its page."""
