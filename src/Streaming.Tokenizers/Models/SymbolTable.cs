namespace Streaming.Tokenizers.Models;

/// <summary>The tokens that a word begins as: one for each character or byte, decorated by its place in the word.</summary>
internal sealed class SymbolTable
{
    private readonly Dictionary<string, int> _vocabulary;
    private readonly BpeOptions _options;
    private readonly bool _isPlain;
    private readonly int[] _bytes = new int[256 * 4];
    private readonly int[] _ascii = new int[128];
    private readonly Dictionary<int, int> _chars = [];
    private readonly int[] _byteTokens = new int[256];

    public SymbolTable(Dictionary<string, int> vocabulary, BpeOptions options)
    {
        _vocabulary = vocabulary;
        _options = options;
        _isPlain = options.ContinuingSubwordPrefix.Length == 0 && options.EndOfWordSuffix.Length == 0;
        foreach (var (token, id) in vocabulary)
        {
            if (Rune.DecodeFromUtf16(token, out var rune, out var width) == System.Buffers.OperationStatus.Done && width == token.Length)
            {
                _chars[rune.Value] = id;
            }
        }

        for (var value = 0; value < 256; value++)
        {
            _byteTokens[value] = vocabulary.GetValueOrDefault($"<0x{value:X2}>", -1);
            _ascii[value & 0x7F] = _chars.GetValueOrDefault(value & 0x7F, -1);
            for (var place = 0; place < 4; place++)
            {
                _bytes[(place << 8) + value] = vocabulary.GetValueOrDefault(Decorated(ByteAlphabet.CharOf((byte)value).ToString(), (place & 1) != 0, (place & 2) != 0), -1);
            }
        }
    }

    /// <summary>Whether there is a token <c>&lt;0xNN&gt;</c> for each byte.</summary>
    public bool HasAllBytes => Array.TrueForAll(_byteTokens, id => id >= 0);

    /// <summary>The id of a byte in the byte alphabet, or -1.</summary>
    public int IdOfByte(byte value, bool isFirst, bool isLast) => _bytes[((isFirst ? 1 : 0) + (isLast ? 2 : 0) << 8) + value];

    /// <summary>The id of a character, or -1.</summary>
    public int IdOfChar(Rune rune, bool isFirst, bool isLast) => !_isPlain ? _vocabulary.GetValueOrDefault(Decorated(rune.ToString(), isFirst, isLast), -1)
        : rune.IsAscii ? _ascii[rune.Value]
        : _chars.GetValueOrDefault(rune.Value, -1);

    /// <summary>The tokens <c>&lt;0xNN&gt;</c> of a character's bytes; false where one is missing.</summary>
    public bool TryAddBytes(Rune rune, bool isFirst, bool isLast, MergeSpace symbols)
    {
        Span<byte> plain = stackalloc byte[4];
        ReadOnlySpan<byte> bytes = _isPlain ? plain[..rune.EncodeToUtf8(plain)] : Encoding.UTF8.GetBytes(Decorated(rune.ToString(), isFirst, isLast));
        foreach (var value in bytes)
        {
            if (_byteTokens[value] < 0)
            {
                return false;
            }
        }

        foreach (var value in bytes)
        {
            symbols.Add(_byteTokens[value], 1);
        }

        return true;
    }

    private string Decorated(string symbol, bool isFirst, bool isLast) =>
        (isFirst ? "" : _options.ContinuingSubwordPrefix) + symbol + (isLast ? _options.EndOfWordSuffix : "");
}
