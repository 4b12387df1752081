"""The Woodpecker column 啄木鸟在行动: what is wrong in the open, who mends it, and whether."""
