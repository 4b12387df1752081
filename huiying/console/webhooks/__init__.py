"""推送: other systems that are told what happens, and whether it reached them."""
