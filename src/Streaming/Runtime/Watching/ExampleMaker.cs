using System.Text;

namespace Streaming.Runtime;

/// <summary>Cuts samples down to what is kept of an example.</summary>
internal static class ExampleMaker
{
    private const int LongestText = 2_000;
    private const int LongestWord = 200;
    private const int MostStats = 40;
    private const int MostMedia = 3;

    /// <summary>The largest medium that is kept.</summary>
    public const int LargestMedium = 1 << 20;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Of a sample that goes on.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="room">Bytes that its media may take.</param>
    public static Example Of(Sample sample, long room)
    {
        var text = sample.Text.Length > 0 || sample.Messages.Count == 0 ? sample.Text : string.Join('\n', sample.Messages.Take(20).Select(turn => $"{turn.Role}: {Cut(turn.Content, LongestText)}"));
        return new()
        {
            Id = Cut(sample.Id, LongestWord),
            Split = sample.Lineage.Split,
            Position = sample.Lineage.Position,
            Text = Cut(text, LongestText),
            Length = text.Length,
            Stats = [.. StatsOf(sample).Take(MostStats)],
            Media = MediaOf(sample, room),
        };
    }

    /// <summary>Of a sample that was refused.</summary>
    public static Example Of(RejectedSample rejected, long room) => Of(rejected.Sample, room) with
    {
        Reason = Cut(rejected.Why.Reason, LongestText),
        Value = rejected.Why.Value,
        Threshold = rejected.Why.Threshold,
    };

    /// <summary>Of a dead letter.</summary>
    public static Example Of(DeadLetter letter)
    {
        var (text, length) = Payload(letter.Payload.Span);
        return new()
        {
            Id = SampleId.Of(letter.Lineage.Split, letter.Lineage.Position),
            Split = letter.Lineage.Split,
            Position = letter.Lineage.Position,
            Text = text,
            Length = length,
            Reason = Cut(letter.Error, LongestText),
        };
    }

    /// <summary>The beginning of a payload for people, as text where it is UTF-8 and in hex where it is not; and how long it is, in characters or bytes.</summary>
    public static (string Text, long Length) Payload(ReadOnlySpan<byte> payload)
    {
        try
        {
            var text = Strict.GetString(payload);
            return text.Contains('\0', StringComparison.Ordinal) ? Hex(payload) : (Cut(text, LongestText), text.Length);
        }
        catch (DecoderFallbackException)
        {
            return Hex(payload);
        }
    }

    private static (string Text, long Length) Hex(ReadOnlySpan<byte> payload) => (Convert.ToHexStringLower(payload[..Math.Min(payload.Length, LongestText / 2)]), payload.Length);

    private static IEnumerable<KeyValuePair<string, object>> StatsOf(Sample sample)
    {
        foreach (var key in sample.Stats.Keys)
        {
            if (sample.Stats[key] is { } value and (long or double or bool or string))
            {
                yield return new(Cut(key, LongestWord), value is string word ? Cut(word, LongestWord) : value);
            }
        }
    }

    // Copies: what a sample refers to may lie in a buffer that is far larger.
    private static List<ExampleMedium> MediaOf(Sample sample, long room)
    {
        var all = sample.Images.Select(m => ("image", m)).Concat(sample.Audios.Select(m => ("audio", m))).Concat(sample.Videos.Select(m => ("video", m))).Take(MostMedia);
        var media = new List<ExampleMedium>();
        foreach (var (kind, medium) in all)
        {
            var bytes = medium.InMemory;
            var fits = bytes?.Length <= Math.Min(LargestMedium, room);
            room -= fits ? bytes!.Value.Length : 0;
            media.Add(new(kind, fits ? bytes!.Value.ToArray() : null, bytes?.Length ?? 0));
        }

        return media;
    }

    // Never between the two halves of a character.
    private static string Cut(string text, int most) => text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
}
