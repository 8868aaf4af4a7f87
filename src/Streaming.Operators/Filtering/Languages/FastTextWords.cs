using System.Text;

namespace Streaming.Operators.Filtering.Languages;

/// <summary>The words and labels of a fastText model, and the rows of its matrix that stand for a word and its character n-grams.</summary>
internal sealed class FastTextWords
{
    /// <summary>What ends a line; a word of its own.</summary>
    public const string EndOfLine = "</s>";

    /// <summary>What labels begin with.</summary>
    public const string LabelPrefix = "__label__";

    private readonly Dictionary<string, int> _words = [];
    private readonly int _bucket;
    private readonly int _shortest;
    private readonly int _longest;
    private readonly Dictionary<int, int>? _kept;

    private FastTextWords(int bucket, int shortest, int longest, Dictionary<int, int>? kept) =>
        (_bucket, _shortest, _longest, _kept) = (bucket, shortest, longest, kept);

    /// <summary>The labels, the most frequent first.</summary>
    public List<string> Labels { get; } = [];

    /// <summary>How often each was seen.</summary>
    public List<long> LabelCounts { get; } = [];

    /// <summary>The rows that a word or n-gram may stand at.</summary>
    public long Rows => _words.Count + (_kept is null ? _bucket : _kept.Values.DefaultIfEmpty(-1).Max() + 1L);

    /// <summary>Reads them.</summary>
    /// <exception cref="InvalidDataException">They are broken.</exception>
    public static FastTextWords Read(BinaryReader reader, int bucket, int shortest, int longest)
    {
        var (size, words, labels) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        reader.ReadInt64();
        var pruned = reader.ReadInt64();
        if (labels < 1 || words < 0 || size != words + labels)
        {
            throw new InvalidDataException("It has no labels.");
        }

        var entries = new List<(string Word, long Count, bool IsLabel)>();
        for (var i = 0; i < size; i++)
        {
            entries.Add((ReadWord(reader), reader.ReadInt64(), reader.ReadByte() == 1));
        }

        var kept = pruned < 0 ? null : new Dictionary<int, int>();
        for (var i = 0L; i < pruned; i++)
        {
            kept![reader.ReadInt32()] = reader.ReadInt32();
        }

        var result = new FastTextWords(bucket, shortest, longest, kept);
        foreach (var (word, count, isLabel) in entries)
        {
            result.Add(word, count, isLabel);
        }

        return result;
    }

    /// <summary>Adds the rows of a word and its n-grams; false where it is a label and not looked at.</summary>
    public bool Add(string word, List<int> rows)
    {
        if (_words.TryGetValue(word, out var row))
        {
            rows.Add(row);
        }
        else if (word.StartsWith(LabelPrefix, StringComparison.Ordinal))
        {
            return false;
        }

        if (word != EndOfLine && _longest > 0 && _bucket > 0)
        {
            AddGrams(Encoding.UTF8.GetBytes($"<{word}>"), rows);
        }

        return true;
    }

    private static string ReadWord(BinaryReader reader)
    {
        var bytes = new List<byte>();
        for (var b = reader.ReadByte(); b != 0; b = reader.ReadByte())
        {
            bytes.Add(b);
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    private void Add(string word, long count, bool isLabel)
    {
        if (isLabel)
        {
            Labels.Add(word);
            LabelCounts.Add(count);
        }
        else
        {
            _words.TryAdd(word, _words.Count);
        }
    }

    private void AddGrams(ReadOnlySpan<byte> word, List<int> rows)
    {
        for (var start = 0; start < word.Length; start++)
        {
            if (!IsStart(word[start]))
            {
                continue;
            }

            var (end, hash) = (start, 2166136261u);
            for (var length = 1; end < word.Length && length <= _longest; length++)
            {
                do
                {
                    hash = (hash ^ (uint)(sbyte)word[end++]) * 16777619u;
                }
                while (end < word.Length && !IsStart(word[end]));

                if (length >= _shortest && !(length == 1 && (start == 0 || end == word.Length)))
                {
                    AddHash((int)(hash % (uint)_bucket), rows);
                }
            }
        }
    }

    private void AddHash(int bucket, List<int> rows)
    {
        if (_kept is null)
        {
            rows.Add(_words.Count + bucket);
        }
        else if (_kept.TryGetValue(bucket, out var row))
        {
            rows.Add(_words.Count + row);
        }
    }

    private static bool IsStart(byte b) => (b & 0xC0) != 0x80;
}
