namespace Streaming.Operators.Safety.Pii;

/// <summary>Finds e-mail addresses.</summary>
internal sealed class MailDetector : IPiiDetector
{
    public void AddFindings(string text, List<PiiFinding> findings)
    {
        for (var at = 0; MailAddresses.TryNext(text, at, out var span); at = span.End)
        {
            findings.Add(new(PiiKind.Email, span));
        }
    }
}
