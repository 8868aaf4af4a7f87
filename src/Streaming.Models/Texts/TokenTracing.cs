using Streaming.Models.Folders;
using Streaming.Tokenizers;

namespace Streaming.Models.Texts;

/// <summary>Cuts texts of any length into windows of tokens whose places are known.</summary>
internal sealed class TokenTracing
{
    private readonly ITracingTokenizer _tokenizer;
    private readonly int _maxLength;
    private readonly string? _continuing;
    private readonly int? _unknown;

    public TokenTracing(ModelFolder folder, int maxLength)
    {
        (_tokenizer, _maxLength) = (folder.Tokenizer, maxLength);
        var model = folder.Json("tokenizer.json")?.Field("model");
        _continuing = model?.Text("continuing_subword_prefix") is { Length: > 0 } prefix ? prefix : null;
        _unknown = model?.Text("unk_token") is { } unknown ? _tokenizer.IdOf(unknown) : null;
    }

    /// <summary>The tokens and windows of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="overlap">How many tokens neighbouring windows share, where the text has to be cut; at most half of a window.</param>
    public TracedText Trace(string text, int overlap)
    {
        var encoding = _tokenizer.EncodeWithOffsets(text);
        var lead = Array.IndexOf(encoding.SpecialTokensMask, 0) is >= 0 and var first ? first : encoding.Length;
        var count = Array.LastIndexOf(encoding.SpecialTokensMask, 0) + 1 - lead;
        if (count <= 0)
        {
            return new(text, [], []);
        }

        var tail = encoding.Length - lead - count;
        var room = Math.Max(1, _maxLength - lead - tail);
        var windows = new List<TokenWindow>();

        // No token is read more than twice, however short windows are.
        var step = Math.Max((room + 1) / 2, room - overlap);
        for (var from = 0; ; from += step)
        {
            var length = Math.Min(room, count - from);
            windows.Add(new(RowOf(encoding, lead, from, length, tail), from, lead, length));
            if (from + length == count)
            {
                return new(text, Tokens(text, encoding, lead, count), windows);
            }
        }
    }

    private static TokenRow RowOf(TokenEncoding encoding, int lead, int from, int length, int tail) => new(
        [.. encoding.Ids[..lead], .. encoding.Ids.AsSpan(lead + from, length), .. encoding.Ids[^tail..]],
        Array.Exists(encoding.TypeIds, type => type != 0) ? [.. encoding.TypeIds[..lead], .. encoding.TypeIds.AsSpan(lead + from, length), .. encoding.TypeIds[^tail..]] : null);

    private TracedToken[] Tokens(string text, TokenEncoding encoding, int lead, int count)
    {
        var units = Units(text);
        var tokens = new TracedToken[count];
        for (var i = 0; i < count; i++)
        {
            var offset = encoding.Offsets[lead + i];
            var (start, end) = units is null ? (offset.Start, offset.End) : (units[offset.Start], units[offset.End]);
            tokens[i] = new(start, end, Continues(text, encoding.Ids[lead + i], encoding.Tokens[lead + i], start, end));
        }

        return tokens;
    }

    // The rules of transformers' pipeline: tokens that say so themselves; else those without a blank before them.
    private bool Continues(string text, int id, string token, int start, int end) => id != _unknown && (_continuing is { } prefix
        ? token.Length > prefix.Length && token.StartsWith(prefix, StringComparison.Ordinal)
        : start > 0 && !char.IsWhiteSpace(text[start - 1]) && !(end > start && char.IsWhiteSpace(text[start])));

    // Where each code point begins; null where they are units.
    private static int[]? Units(string text)
    {
        if (!text.Any(char.IsSurrogate))
        {
            return null;
        }

        var starts = new List<int>(text.Length);
        for (var at = 0; at < text.Length; at += char.IsSurrogatePair(text, at) ? 2 : 1)
        {
            starts.Add(at);
        }

        return [.. starts, text.Length];
    }
}
