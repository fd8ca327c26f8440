"""Storage of «tables»: tables in and out."""
