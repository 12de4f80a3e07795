"""Tables as the programs of brokers and exchanges write them."""

# By writer and kind: two sessions, the same in all of them.
WRITERS = {
    ("Yahoo", "page"): (
        "Date\tOpen\tHigh\tLow\tClose*\tAdj Close**\tVolume\n"
        "Dec 29, 2021\t477.93\t478.56\t475.92\t476.87\t450.00\t54,503,000\n"
        "Dec 28, 2021\t477.72\t478.81\t476.06\t476.26\t449.00\t47,274,600"
    ),
    ("Stooq", "download"): (
        "Date,Open,High,Low,Close,Volume\n2021-12-28,477.72,478.81,476.06,476.26,47274600\n"
        "2021-12-29,477.93,478.56,475.92,476.87,54503000"
    ),
    ("Stooq", "archive"): (
        "<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>\n"
        "SPY.US,D,20211228,000000,477.72,478.81,476.06,476.26,47274600,0\n"
        "SPY.US,D,20211229,000000,477.93,478.56,475.92,476.87,54503000,0"
    ),
    ("Nasdaq", "download"): (
        "Date,Close/Last,Volume,Open,High,Low\n12/29/2021,$476.87,54503000,$477.93,$478.56,$475.92\n"
        "12/28/2021,$476.26,47274600,$477.72,$478.81,$476.06"
    ),
    ("Alpha Vantage", "download"): (
        "timestamp,open,high,low,close,adjusted_close,volume,dividend_amount,split_coefficient\n"
        "2021-12-29,477.93,478.56,475.92,476.87,450.0,54503000,0.0,1.0\n"
        "2021-12-28,477.72,478.81,476.06,476.26,449.0,47274600,0.0,1.0"
    ),
    ("TradingView", "download"): (
        "time,open,high,low,close,Volume\n2021-12-28T14:30:00Z,477.72,478.81,476.06,476.26,47274600\n"
        "2021-12-29T14:30:00Z,477.93,478.56,475.92,476.87,54503000"
    ),
    ("TradingView", "seconds"): (
        "time,open,high,low,close,Volume\n1640701800,477.72,478.81,476.06,476.26,47274600\n"
        "1640788200,477.93,478.56,475.92,476.87,54503000"
    ),
    ("Investing.com", "download"): (
        '"Date","Price","Open","High","Low","Vol.","Change %"\n'
        '"Dec 29, 2021","476.87","477.93","478.56","475.92","54.503M","0.13%"\n'
        '"Dec 28, 2021","476.26","477.72","478.81","476.06","47.2746M","-0.08%"'
    ),
    ("Investing.com", "in German"): (
        '"Datum","Zuletzt","Eröffn.","Hoch","Tief","Vol.","+/- %"\n'
        '"29.12.2021","476,87","477,93","478,56","475,92","54,503M","0,13%"\n'
        '"28.12.2021","476,26","477,72","478,81","476,06","47,2746M","-0,08%"'
    ),
    ("", "in German"): (
        "Datum;Eröffnung;Hoch;Tief;Schlusskurs;Volumen\n28.12.2021;477,72;478,81;476,06;476,26;47.274.600\n"
        "29.12.2021;477,93;478,56;475,92;476,87;54.503.000"
    ),
    ("", "in French"): (
        "Date;Ouverture;Plus haut;Plus bas;Clôture;Volume\n28/12/2021;477,72;478,81;476,06;476,26;47 274 600\n"
        "29/12/2021;477,93;478,56;475,92;476,87;54 503 000"
    ),
}

FIDELITY = """\
Account Number,Symbol,Description,Quantity,Last Price,Current Value,Cost Basis Total,Average Cost Basis
X1,SPY,"S&P 500, the fund",100.5,$476.87,"$47,925.44","$30,150.00",$300.00
"""
SCHWAB = """\
"Positions for account ...123 as of 12/28/2021"

"Symbol","Description","Qty (Quantity)","Price","Mkt Val (Market Value)","Cost Basis"
"SPY","SPDR","100","$476.87","$47,687.00","$30,000.00"
"""
