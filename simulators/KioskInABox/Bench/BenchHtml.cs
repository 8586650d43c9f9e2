namespace KioskSuite.KioskInABox.Bench;

/// <summary>The fixed part of the bench page. It reloads itself so that the world is seen moving.</summary>
internal static class BenchHtml
{
    public const string Head = """
        <!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>KioskSuite bench</title>
        <meta name=viewport content="width=device-width, initial-scale=1"><meta http-equiv=refresh content=3>
        <link rel=icon href="data:,"><style>
        *{box-sizing:border-box}
        body{font:16px/1.5 "Noto Sans CJK SC",sans-serif;margin:0;background:#f5f3ed;color:#14292d}
        header{background:#073f3e;color:#fff;padding:14px 32px}
        h1{margin:0;font-size:22px}header p{margin:0;color:#cfe3df}
        main{display:grid;grid-template-columns:1fr 1fr;gap:24px;padding:24px 32px;max-width:1280px;margin:0 auto}
        section{background:#fff;border:1px solid #dcd7ca;border-radius:10px;padding:16px 20px}
        section.way{grid-column:1/-1}h2{margin:0;font-size:18px}.state{margin:0 0 12px;color:#46595d}
        ol{list-style:none;display:grid;grid-template-columns:repeat(6,1fr);gap:10px;margin:10px 0 0;padding:0}
        ol li{border:1px solid #dcd7ca;border-radius:8px;padding:10px 12px;min-height:84px}
        ol li.here{background:#e2efec;border-color:#0b5654}ol b{display:block;color:#46595d;font-weight:400}
        code{display:block;font:700 17px/1.5 monospace}
        .people{display:grid;grid-template-columns:1fr 1fr;gap:0 10px}
        button{width:100%;min-height:48px;text-align:left;font:inherit;color:inherit;padding:8px 14px;margin:4px 0;
        border:1px solid #6f7f7c;border-radius:8px;background:#fff;cursor:pointer}
        button:hover{background:#e2efec}button:focus-visible{outline:3px solid #1b66c9}
        button.main{background:#0b5654;border-color:#0b5654;color:#fff;font-weight:700}
        button.main:hover{background:#073f3e}
        small{color:#46595d;display:block}
        </style></head><body>
        <header><h1>Bench</h1><p>Hands for the simulated kiosk. The service does not know of this page.</p></header>
        <main>
        """;
}
