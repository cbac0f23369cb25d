"""Tables from delimited text and workbooks alike, small ones read whole and large ones scanned."""
