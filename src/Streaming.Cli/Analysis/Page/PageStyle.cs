using System.Security.Cryptography;
using System.Text;

namespace Streaming.Cli.Analysis.Page;

/// <summary>The look of a report, in light and dark, and the policy that allows nothing but it.</summary>
internal static class PageStyle
{
    public const string Sheet = """
        :root { color-scheme: light dark; --ink: #18222d; --soft: #566573; --paper: #ffffff; --card: #f5f7f9; --line: #d5dce3; --bar: #2f6fb3; --other: #c2571a;
          --g0: #2f6fb3; --g1: #c2571a; --g2: #1f8a5f; --g3: #8f4fb0; --g4: #96730a; --g5: #b8366b; --g6: #2a8ba0; --g7: #6b7280; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e7ecf1; --soft: #a3b1be; --paper: #12171d; --card: #1b2229; --line: #35404b; --bar: #6fa9e6; --other: #f0a06a;
          --g0: #6fa9e6; --g1: #f0a06a; --g2: #5fcf9f; --g3: #c99be6; --g4: #d9b84a; --g5: #f08fb5; --g6: #6fc9dc; --g7: #a8b0ba; } }
        * { box-sizing: border-box; }
        body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 1160px; margin: 0 auto; padding: 1rem; }
        h1 { font-size: 1.5rem; line-height: 1.25; margin: .6rem 0 .2rem; overflow-wrap: anywhere; }
        h2 { font-size: 1.2rem; margin: 2.2rem 0 .3rem; padding-top: .6rem; border-top: 1px solid var(--line); }
        h3 { font-size: 1rem; margin: 0 0 .2rem; overflow-wrap: anywhere; }
        p { margin: .3rem 0 .8rem; max-width: 80ch; }
        a { color: var(--bar); } nav { display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; }
        :focus-visible { outline: 3px solid var(--other); outline-offset: 2px; }
        .soft, figcaption { color: var(--soft); } .small { font-size: .87rem; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(130px, 1fr)); gap: .7rem; margin: 1rem 0; padding: 0; list-style: none; }
        .tiles li { background: var(--card); border-radius: 8px; padding: .6rem .8rem; color: var(--soft); font-size: .87rem; }
        .tiles b { display: block; font-size: 1.35rem; color: var(--ink); font-variant-numeric: tabular-nums; }
        .cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 340px), 1fr)); gap: 1rem; align-items: start; }
        .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 380px), 1fr)); gap: 1.5rem; align-items: start; }
        .card { background: var(--card); border-radius: 8px; padding: .9rem; min-width: 0; }
        figure { margin: 0; } svg { display: block; width: 100%; height: auto; } .map { max-width: 620px; } svg text { fill: var(--soft); font-size: 12px; } svg text.in { fill: var(--paper); font-size: 12px; pointer-events: none; }
        .bar { fill: var(--bar); } .was { fill: none; stroke: var(--other); stroke-width: 2; } .axis { stroke: var(--line); } .rest { fill: var(--line); }
        .g0 { fill: var(--g0); } .g1 { fill: var(--g1); } .g2 { fill: var(--g2); } .g3 { fill: var(--g3); } .g4 { fill: var(--g4); } .g5 { fill: var(--g5); } .g6 { fill: var(--g6); } .g7 { fill: var(--g7); }
        .arc { stroke: var(--paper); stroke-width: 1; } .thin { opacity: .88; } .dot { opacity: .7; }
        .scroll { overflow-x: auto; max-width: 100%; } table { border-collapse: collapse; font-size: .87rem; }
        th { text-align: left; font-weight: 600; color: var(--soft); vertical-align: bottom; } th, td { padding: .2rem .9rem .2rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
        .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; } td.w { overflow-wrap: anywhere; min-width: 9rem; } td.m { width: 110px; min-width: 80px; vertical-align: middle; } td.k { width: 1.6rem; min-width: 1.6rem; padding-top: .4rem; }
        .card table { width: 100%; } .card th, .card td { padding-right: .6rem; } .card td.m { width: 26%; min-width: 40px; padding-right: 0; } .card td.w { min-width: 0; }
        .heat th, .heat td { border: 1px solid var(--paper); padding: .25rem .35rem; } .heat td { text-align: center; font-variant-numeric: tabular-nums; min-width: 3rem; color: #111; } .heat td.none { color: var(--soft); background: none; }
        .heat th[scope=col] { font-weight: 400; max-width: 6rem; overflow-wrap: anywhere; } .heat th[scope=row] { white-space: nowrap; position: sticky; left: 0; background: var(--paper); padding-right: .6rem; }
        .p0, .m0 { background: #f2f3f5; } .p1 { background: #d8e6f5; } .p2 { background: #b3d0ee; } .p3 { background: #85b3e2; } .p4 { background: #5c98d6; } .m1 { background: #fbe3d3; } .m2 { background: #f6c7a5; } .m3 { background: #eea673; } .m4 { background: #e4874a; }
        summary { cursor: pointer; color: var(--bar); padding: .2rem 0; } pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--card); border-radius: 6px; padding: .6rem; margin: .4rem 0; font-size: .85rem; }
        .s { white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate; } td code { font-size: .85rem; white-space: nowrap; }
        @media print { details > * { display: block; } }

        """;

    // Nothing is loaded, no script runs, no form is sent; the one style sheet is known by its digest.
    public static string Policy { get; } = $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Sheet)))}'; base-uri 'none'; form-action 'none'";
}
