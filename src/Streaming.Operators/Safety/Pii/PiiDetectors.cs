namespace Streaming.Operators.Safety.Pii;

/// <summary>Finds personal details of several kinds; where two overlap, the kind that comes first in <see cref="PiiKind"/> stays.</summary>
internal sealed class PiiDetectors
{
    private readonly IPiiDetector[] _detectors;

    /// <summary>With the kinds, and what narrows them.</summary>
    public PiiDetectors(IEnumerable<PiiKind> kinds, IReadOnlyList<string> phoneRegions, IReadOnlyCollection<string> countries, bool onlyPublicIps) =>
        _detectors = [.. kinds.Distinct().Order().Select(kind => Make(kind, phoneRegions, countries, onlyPublicIps))];

    /// <summary>Whether there are rules for a kind. Names have no form.</summary>
    public static bool Finds(PiiKind kind) => kind <= PiiKind.Phone;

    /// <summary>What is in a text, in order and without overlaps.</summary>
    public List<PiiFinding> In(string text)
    {
        var kept = new List<PiiFinding>();
        var found = new List<PiiFinding>();
        foreach (var detector in _detectors)
        {
            found.Clear();
            detector.AddFindings(text, found);
            if (found.Count > 0)
            {
                found.Sort(static (a, b) => (a.Span.Start, -a.Span.End).CompareTo((b.Span.Start, -b.Span.End)));
                kept = Merge(kept, found);
            }
        }

        return kept;
    }

    // Both are ordered by their starts; what is found later gives way.
    private static List<PiiFinding> Merge(List<PiiFinding> kept, List<PiiFinding> found)
    {
        var all = new List<PiiFinding>(kept.Count + found.Count);
        var next = 0;
        foreach (var finding in found)
        {
            while (next < kept.Count && kept[next].Span.Start < finding.Span.Start)
            {
                all.Add(kept[next++]);
            }

            var isFree = (all.Count == 0 || all[^1].Span.End <= finding.Span.Start) && (next == kept.Count || finding.Span.End <= kept[next].Span.Start);
            if (isFree)
            {
                all.Add(finding);
            }
        }

        all.AddRange(kept.Skip(next));
        return all;
    }

    private static IPiiDetector Make(PiiKind kind, IReadOnlyList<string> phoneRegions, IReadOnlyCollection<string> countries, bool onlyPublicIps) => kind switch
    {
        PiiKind.Email => new MailDetector(),
        PiiKind.Iban => new IbanDetector(),
        PiiKind.CreditCard => new CreditCardDetector(),
        PiiKind.NationalId => new NationalIdDetector(countries),
        PiiKind.Ip => new IpDetector(onlyPublicIps),
        _ => new PhoneDetector(phoneRegions),
    };
}
