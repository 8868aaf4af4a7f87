namespace Streaming.Operators.Filtering.Rules.Urls;

/// <summary>Suffixes of host names that everybody knows.</summary>
internal static class BasicSuffixes
{
    private const string TopLevel =
        "com org net edu gov mil int info biz name pro aero asia cat coop jobs mobi museum post tel travel arpa app art blog cloud club design dev digital email eu fun games global "
        + "group guru health help host life link live media network news ngo online page party plus press review rocks sale school science shop site social space store stream studio "
        + "support systems team tech today tools top tours town vip website wiki win work world xyz zone";

    private const string SecondLevel = "ac co com edu gob gouv gov go gv id ltd me mil ne net nhs nom or org plc sch school web";

    // Two letters are a country's.
    private static readonly IEnumerable<string> Countries = from a in "abcdefghijklmnopqrstuvwxyz" from b in "abcdefghijklmnopqrstuvwxyz" select $"{a}{b}";

    /// <summary>As rules of a list.</summary>
    public static IEnumerable<string> All { get; } =
        [.. TopLevel.Split(' '), .. Countries, .. from country in Countries from second in SecondLevel.Split(' ') select $"{second}.{country}"];
}
