call() {
    sh -c '. "$0"; "$@"' "$BATS_TEST_DIRNAME/../csv-to-sql.sh" "$@"
}

CSV='sku,name,price,since,stock
T1,"Tent, green",129.90,2026-03-01,4
T2,Ranger'"'"'s "2"" pan",8,2026-04-01,
007,,7.5,2026-05-01,0'

@test "each row becomes an insert" {
    run call inserts articles "$CSV"
    [ "$status" -eq 0 ]
    [ "${lines[0]}" = "INSERT INTO articles (sku, name, price, since, stock) VALUES ('T1', 'Tent, green', 129.90, '2026-03-01', 4);" ]
    [ "${lines[2]}" = "INSERT INTO articles (sku, name, price, since, stock) VALUES ('007', NULL, 7.5, '2026-05-01', 0);" ]
}

@test "quotes cannot end a value" {
    run call inserts notes "note
'); DROP TABLE articles; --"
    [ "$output" = "INSERT INTO notes (note) VALUES ('''); DROP TABLE articles; --');" ]
}

@test "a doubled quote is one quote" {
    run call inserts notes 'note
"a ""b"" c"'
    [ "$output" = "INSERT INTO notes (note) VALUES ('a \"b\" c');" ]
}

@test "columns get the narrowest type" {
    run call create_table articles "$CSV"
    [ "$output" = 'CREATE TABLE articles (
    sku text,
    name text,
    price numeric,
    since date,
    stock integer
);' ]
}

@test "a row with another number of values is named" {
    run call inserts articles 'a,b
1,2
1'
    [ "$status" -ne 0 ]
    [[ $output == *'csv: line 3: 1 values for 2 columns'* ]]
}

@test "an open quote is named" {
    run call inserts articles 'a
"x'
    [ "$status" -ne 0 ]
    [ "$output" = 'csv: line 2: a quote is not closed' ]
}

@test "tables have plain names" {
    run call inserts 'x; DROP' "$CSV"
    [ "$status" -eq 1 ]
}

@test "the file of a supplier is normalised first" {
    run sh "$BATS_TEST_DIRNAME/../main.sh" supplier_script '"prices"' '"SKU;Unit price (EUR)\nT1;1.299,50"'
    [ "$status" -eq 0 ]
    [ "$output" = '"CREATE TABLE prices (\n    sku text,\n    unit_price_eur numeric\n);\nINSERT INTO prices (sku, unit_price_eur) VALUES ('"'T1'"', 1299.50);"' ]
}
