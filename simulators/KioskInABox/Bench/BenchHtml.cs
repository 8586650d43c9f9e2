namespace KioskSuite.KioskInABox.Bench;

/// <summary>The fixed part of the bench page. It reloads itself so that the world is seen moving.</summary>
internal static class BenchHtml
{
    public const string Head = """
        <!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>KioskSuite bench</title>
        <meta http-equiv=refresh content=3><style>
        body{font:16px/1.5 "Noto Sans CJK SC",sans-serif;margin:0;background:#eef1f4;color:#1b2733}
        header{background:#1b2733;color:#fff;padding:16px 32px}h1{margin:0;font-size:22px}header p{margin:0;color:#b9c6d3}
        main{display:grid;grid-template-columns:repeat(auto-fit,minmax(320px,1fr));gap:24px;padding:24px 32px}
        section{background:#fff;border:1px solid #d4dce4;border-radius:8px;padding:16px 20px}
        h2{margin:0 0 4px;font-size:18px}.state{margin:0 0 12px;color:#44596e}
        button{width:100%;text-align:left;font:inherit;padding:10px 14px;margin:4px 0;border:1px solid #9db0c2;
        border-radius:6px;background:#f7fafc;cursor:pointer}button:hover,button:focus{background:#e3eefb;outline:3px solid #1f6fd1}
        small{color:#5a6f84}ul{padding-left:20px}</style></head><body>
        <header><h1>Bench</h1><p>Hands for the simulated kiosk. The service does not know of this page.</p></header><main>
        """;
}
