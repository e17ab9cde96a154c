"""Reading lists that offices keep in Excel. Pure: bytes and tables in, values and problems out; no database.

``container`` looks at the file, ``reading`` makes tables of it, ``headers`` finds and names the columns, ``rows`` reads
the rows, ``matching`` finds what is there already, ``marking`` writes the problems into a copy of the file.
"""
