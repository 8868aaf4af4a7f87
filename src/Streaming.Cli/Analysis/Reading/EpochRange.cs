using System.Globalization;

namespace Streaming.Cli.Analysis.Reading;

/// <summary>A range of epochs as people write it: <c>3</c>, <c>1..4</c>, <c>5..</c>, <c>..2</c>.</summary>
internal readonly record struct EpochRange(long First, long Last)
{
    public static EpochRange Parse(string text)
    {
        var dots = text.IndexOf("..", StringComparison.Ordinal);
        var (first, last) = dots < 0 ? (text, text) : (text[..dots], text[(dots + 2)..]);
        return Read(first, 0) is { } from && Read(last, long.MaxValue) is { } to && from <= to
            ? new(from, to)
            : throw new BadInputException($"'{text}' is no range of epochs: write 3, 1..4, 5.. or ..2.");
    }

    public bool Holds(long epoch) => epoch >= First && epoch <= Last;

    public override string ToString() => First == Last ? $"{First}" : Last == long.MaxValue ? $"{First}.." : $"{First}..{Last}";

    private static long? Read(string text, long absent) =>
        text.Length == 0 ? absent : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var epoch) ? epoch : null;
}
