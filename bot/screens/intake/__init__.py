"""What is seen of posts on their way in."""
