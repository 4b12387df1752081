"""Whether what is said to be done was done: pictures 照片, results and answers held together."""
