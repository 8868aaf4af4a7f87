using System.IO.Hashing;
using System.Text;
using Streaming.Tables;

namespace Streaming.Parquet.Writing;

/// <summary>A column of text, encoded to UTF-8 once, straight into Arrow's buffer. Lone surrogates become U+FFFD.</summary>
/// <param name="range">Watches the values where the column has statistics, else null.</param>
internal sealed class TextBuilder(TextRange? range) : BytesBuilder(ArrowTypes.StringType.Default)
{
    // A longer text gains nothing from a dictionary: equal ones are what deduplicators remove.
    private const int LongestDictionaryEntry = 256;
    private const int Probed = 1024;

    private readonly HashSet<ulong> _different = [];
    private int _probed;
    private bool _hasLong;

    public void AppendText(string text)
    {
        // Three bytes a UTF-16 unit are the most that UTF-8 takes; only where so much room is missing the exact figure is worth a pass.
        var room = Content.Reserve(0);
        if (room.Length < 3L * text.Length)
        {
            room = Content.Reserve(Encoding.UTF8.GetByteCount(text));
        }

        var written = Encoding.UTF8.GetBytes(text, room);
        var bytes = room[..written];
        range?.Add(bytes);
        Probe(bytes);
        Content.Advance(written);
        EndValue();
    }

    public override void Summarise(string path, IDictionary<string, ColumnStatistics> into) => into[path] = new(NullsInFile, range?.Min, range?.Max);

    public override void Describe(string path, ICollection<LeafTraits> into) =>
        into.Add(new(path, IsRepetitive: !_hasLong && _probed > 1 && _different.Count <= _probed / 4 + 1, IsCounted: false));

    protected override void AppendValue(object value) => AppendText(value as string ?? throw Misfit(value));

    private void Probe(ReadOnlySpan<byte> bytes)
    {
        if (_hasLong || _probed == Probed)
        {
            return;
        }

        _probed++;
        _hasLong = bytes.Length > LongestDictionaryEntry;
        _different.Add(XxHash3.HashToUInt64(bytes));
    }
}
