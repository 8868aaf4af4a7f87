using System.Text;

namespace Streaming.Operators.Filtering.FastText;

/// <summary>The words and labels of a fastText model, and the rows of its matrix that stand for the words of a text, for runs of them, and for their runs of characters.</summary>
internal sealed class FastTextWords
{
    /// <summary>What labels begin with.</summary>
    public const string LabelPrefix = "__label__";

    private const string EndOfLine = "</s>";
    private const int MaxWordBytes = 1 << 20;
    private const ulong GramFactor = 116049371;

    private static readonly char[] _blanks = [' ', '\n', '\r', '\t', '\v', '\f', '\0'];

    private readonly Dictionary<string, int> _words = [];
    private readonly FastTextSettings _settings;
    private readonly Dictionary<int, int>? _kept;
    private int _wordRows;

    private FastTextWords(FastTextSettings settings, Dictionary<int, int>? kept) => (_settings, _kept) = (settings, kept);

    /// <summary>The labels, the most frequent first.</summary>
    public List<string> Labels { get; } = [];

    /// <summary>How often each was seen.</summary>
    public List<long> LabelCounts { get; } = [];

    /// <summary>The rows that a word or a run may stand at.</summary>
    public long Rows => _wordRows + (_kept is null ? _settings.Buckets : _kept.Values.DefaultIfEmpty(-1).Max() + 1L);

    /// <summary>Reads them.</summary>
    /// <exception cref="InvalidDataException">They are broken.</exception>
    public static FastTextWords Read(BinaryReader reader, FastTextSettings settings)
    {
        var (size, words, labels) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        reader.ReadInt64();
        var pruned = reader.ReadInt64();
        if (labels < 1 || words < 0 || size != words + (long)labels)
        {
            throw new InvalidDataException("It has no labels.");
        }

        var result = new FastTextWords(settings, pruned < 0 ? null : []);
        for (var i = 0; i < size; i++)
        {
            result.Add(ReadWord(reader), reader.ReadInt64(), reader.ReadByte() == 1);
        }

        for (var i = 0L; i < pruned; i++)
        {
            result._kept![reader.ReadInt32()] = reader.ReadInt32();
        }

        return result.Labels.Count != labels ? throw new InvalidDataException($"It has {result.Labels.Count} labels where {labels} are announced.")
            : result._kept?.Values.All(row => row >= 0) ?? true ? result
            : throw new InvalidDataException("A run of characters stands at no row.");
    }

    /// <summary>The rows of a text: a line, whatever is in it.</summary>
    public List<int> RowsOf(string text)
    {
        var (rows, hashes) = (new List<int>(), new List<int>());
        foreach (var word in text.Split(_blanks, StringSplitOptions.RemoveEmptyEntries).Append(EndOfLine))
        {
            var isKnown = _words.TryGetValue(word, out var row);
            if (!isKnown && word.StartsWith(LabelPrefix, StringComparison.Ordinal))
            {
                continue;
            }

            if (isKnown)
            {
                rows.Add(row);
            }

            AddWord(word, rows, hashes);
            if (word == EndOfLine)
            {
                break;
            }
        }

        AddWordGrams(hashes, rows);
        return rows;
    }

    private static string ReadWord(BinaryReader reader)
    {
        var bytes = new List<byte>();
        for (var b = reader.ReadByte(); b != 0; b = reader.ReadByte())
        {
            bytes.Add(bytes.Count < MaxWordBytes ? b : throw new InvalidDataException("A word of it does not end."));
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    // Words that are no UTF-8 may read alike; each has its row all the same.
    private void Add(string word, long count, bool isLabel)
    {
        if (isLabel)
        {
            Labels.Add(word);
            LabelCounts.Add(count);
        }
        else
        {
            _words.TryAdd(word, _wordRows++);
        }
    }

    private void AddWord(string word, List<int> rows, List<int> hashes)
    {
        if (_settings.Buckets == 0)
        {
            return;
        }

        var bytes = Encoding.UTF8.GetBytes($"<{word}>");
        if (word != EndOfLine && _settings.LongestGram > 0)
        {
            AddGrams(bytes, rows);
        }

        if (_settings.WordGrams > 1)
        {
            hashes.Add((int)Hash(bytes.AsSpan(1, bytes.Length - 2)));
        }
    }

    // Of hashes with a sign, as fastText has them.
    private void AddWordGrams(List<int> hashes, List<int> rows)
    {
        for (var i = 0; i < hashes.Count; i++)
        {
            var hash = (ulong)hashes[i];
            for (var j = i + 1; j < hashes.Count && j < i + _settings.WordGrams; j++)
            {
                hash = unchecked((hash * GramFactor) + (ulong)hashes[j]);
                AddHash((int)(hash % (ulong)_settings.Buckets), rows);
            }
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
            for (var length = 1; end < word.Length && length <= _settings.LongestGram; length++)
            {
                do
                {
                    hash = Hash(hash, word[end++]);
                }
                while (end < word.Length && !IsStart(word[end]));

                if (length >= _settings.ShortestGram && !(length == 1 && (start == 0 || end == word.Length)))
                {
                    AddHash((int)(hash % (uint)_settings.Buckets), rows);
                }
            }
        }
    }

    private void AddHash(int bucket, List<int> rows)
    {
        if (_kept is null)
        {
            rows.Add(_wordRows + bucket);
        }
        else if (_kept.TryGetValue(bucket, out var row))
        {
            rows.Add(_wordRows + row);
        }
    }

    private static uint Hash(ReadOnlySpan<byte> word)
    {
        var hash = 2166136261u;
        foreach (var b in word)
        {
            hash = Hash(hash, b);
        }

        return hash;
    }

    // FNV-1a, with bytes that have a sign.
    private static uint Hash(uint hash, byte next) => unchecked((hash ^ (uint)(sbyte)next) * 16777619u);

    private static bool IsStart(byte b) => (b & 0xC0) != 0x80;
}
