namespace Streaming.Operators.Safety.Pii;

/// <summary>Finds the identity, tax and health numbers of countries.</summary>
internal sealed class NationalIdDetector(IReadOnlyCollection<string> countries) : IPiiDetector
{
    private const int FewestDigits = 7;

    private readonly NationalId[] _ids = [.. NationalIds.All.Where(id => countries.Count == 0 || countries.Contains(id.Country))];

    public void AddFindings(string text, List<PiiFinding> findings)
    {
        if (CountDigits(text) < FewestDigits)
        {
            return;
        }

        foreach (var id in _ids)
        {
            id.AddFindings(text, findings);
        }
    }

    private static int CountDigits(ReadOnlySpan<char> text)
    {
        var count = 0;
        while (count < FewestDigits && text.IndexOfAnyInRange('0', '9') is var next and >= 0)
        {
            count++;
            text = text[(next + 1)..];
        }

        return count;
    }
}
