"""What is asked of posts on their way in."""
