using System.Globalization;

namespace Streaming.Operators.Splitting.Punkt;

/// <summary>What the Punkt algorithm (Kiss and Strunk 2006) knows of a language.</summary>
internal sealed class PunktParameters
{
    /// <summary>Abbreviations without their last period, in lower case.</summary>
    public IReadOnlySet<string> Abbreviations { get; init; } = new HashSet<string>();

    /// <summary>Pairs of a word that ends in a period and a word that follows it within sentences.</summary>
    public IReadOnlySet<(string First, string Second)> Collocations { get; init; } = new HashSet<(string, string)>();

    /// <summary>Words that often start sentences.</summary>
    public IReadOnlySet<string> SentenceStarters { get; init; } = new HashSet<string>();

    /// <summary>In which places words occur with which case.</summary>
    public IReadOnlyDictionary<string, OrthographicContext> Contexts { get; init; } = new Dictionary<string, OrthographicContext>();

    /// <summary>A few abbreviations of English of our own, for want of a trained model.</summary>
    public static PunktParameters OurOwn { get; } = new()
    {
        Abbreviations = ("mr mrs ms dr prof sr jr st vs etc e.g i.e cf al ca approx dept est fig figs eq eqs sec secs vol vols no nos p pp ed eds jan feb mar apr jun jul aug sep "
            + "sept oct nov dec mon tue tues wed thu thurs fri sat sun u.s u.k u.n a.m p.m gen col capt lt sgt rev hon gov sen rep inc ltd co corp bros ave blvd rd mt ph.d").Split(' ').ToHashSet(),
    };

    /// <summary>Reads a folder of <c>punkt_tab</c>: <c>abbrev_types.txt</c>, <c>collocations.tab</c>, <c>sent_starters.txt</c>, <c>ortho_context.tab</c>.</summary>
    /// <exception cref="BadInputException">A file is missing or broken.</exception>
    public static PunktParameters Read(string folder)
    {
        try
        {
            return new()
            {
                Abbreviations = Lines(folder, "abbrev_types.txt").ToHashSet(),
                SentenceStarters = Lines(folder, "sent_starters.txt").ToHashSet(),
                Collocations = Lines(folder, "collocations.tab").Select(line => line.Split('\t')).Select(pair => (pair[0], pair[1])).ToHashSet(),
                Contexts = Lines(folder, "ortho_context.tab").Select(line => line.Split('\t'))
                    .ToDictionary(pair => pair[0], pair => (OrthographicContext)int.Parse(pair[1], CultureInfo.InvariantCulture)),
            };
        }
        catch (Exception e) when (e is IOException or FormatException or IndexOutOfRangeException or ArgumentException)
        {
            throw new BadInputException($"The Punkt model in '{folder}' cannot be used: {e.Message}", e);
        }
    }

    private static IEnumerable<string> Lines(string folder, string file) => File.ReadLines(Path.Combine(folder, file)).Where(line => line.Length > 0);
}
