import Sample

VALUE = Sample.gross(1)
