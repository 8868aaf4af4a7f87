using Streaming.Models.Folders;
using Streaming.Models.Sessions;
using Streaming.Tokenizers;

namespace Streaming.Models.Texts;

/// <summary>Makes ids of texts, and a graph's inputs of ids.</summary>
internal sealed class TextPreparation
{
    private readonly ITracingTokenizer _tokenizer;
    private readonly EncodingOptions _options;
    private readonly bool _hasTypeIds;
    private readonly bool _allowsNothing;

    public TextPreparation(ModelFolder folder, TokenSide? side = null, bool allowsNothing = false, bool bare = false)
    {
        _tokenizer = folder.Tokenizer;
        _allowsNothing = allowsNothing;
        var settings = TextSettings.Of(folder, bare);
        Settings = settings with { PadSide = side ?? settings.PadSide };
        _options = new EncodingOptions { Truncation = new TruncationOptions(Settings.MaxLength) };

        // XLNet gives its special tokens a type of their own even to a single text.
        _hasTypeIds = Array.Exists(_tokenizer.EncodeWithOffsets("a").TypeIds, type => type != 0);
    }

    public TextSettings Settings { get; }

    /// <summary>The highest id that the tokenizer gives.</summary>
    public int HighestId => _tokenizer.VocabularySize - 1;

    public TokenRow Prepare(TextInput input)
    {
        var row = RowOf(input);
        return row.Length > 0 || _allowsNothing ? row : throw new InvalidDataException("The text has no tokens.");
    }

    /// <summary>The length that a batch is filled up to.</summary>
    public int WidthOf(IReadOnlyList<TokenRow> rows) => Settings.AlwaysMaxLength ? Settings.MaxLength : Math.Max(1, rows.Max(row => row.Length));

    /// <summary>Where a row begins in its batch.</summary>
    public int StartOf(TokenRow row, int width) => Settings.PadSide == TokenSide.Left ? width - row.Length : 0;

    /// <summary>Adds what a graph wants of a batch of texts.</summary>
    public void Fill(GraphInputs inputs, IReadOnlyList<TokenRow> rows)
    {
        var width = WidthOf(rows);
        long[] shape = [rows.Count, width];
        var places = checked(rows.Count * width);
        var (ids, types, positions) = (inputs.Rent<long>(places), inputs.Rent<long>(places), inputs.Rent<long>(places));
        ids.Span.Fill(Settings.PadId);
        types.Span.Clear();
        positions.Span.Clear();
        for (var row = 0; row < rows.Count; row++)
        {
            Place(rows[row], (row * width) + StartOf(rows[row], width), ids.Span, types.Span, positions.Span);
        }

        inputs.Add("input_ids", ids, shape);
        inputs.Add("attention_mask", MaskOf(rows, width), shape);
        inputs.Add("token_type_ids", types, shape);
        inputs.Add("position_ids", positions, shape);
    }

    private static void Place(TokenRow row, int start, Span<long> ids, Span<long> types, Span<long> positions)
    {
        for (var i = 0; i < row.Length; i++)
        {
            ids[start + i] = row.Ids[i];
            types[start + i] = row.TypeIds?[i] ?? 0;
            positions[start + i] = i;
        }
    }

    /// <summary>1 where a batch has a token, 0 where it is filled up; 1 everywhere for models that read what they are filled up with.</summary>
    public long[] MaskOf(IReadOnlyList<TokenRow> rows, int width)
    {
        var mask = new long[rows.Count * width];
        if (Settings.AlwaysMaxLength)
        {
            Array.Fill(mask, 1);
            return mask;
        }

        for (var row = 0; row < rows.Count; row++)
        {
            mask.AsSpan((row * width) + StartOf(rows[row], width), rows[row].Length).Fill(1);
        }

        return mask;
    }

    private TokenRow RowOf(TextInput input)
    {
        var given = input.Pair is null ? LongText.Head(input.Text, Settings.MaxLength, _tokenizer) : input.Text;
        var text = Settings.Prefix + (Settings.Lowercases ? given.ToLowerInvariant() : given);
        if (input.Pair is null && !_hasTypeIds && _tokenizer.Encode(text, addSpecialTokens: true) is var ids && ids.Length <= Settings.MaxLength)
        {
            return new TokenRow(ids);
        }

        var encoding = _tokenizer.EncodeWithOffsets(text, input.Pair, _options);
        return new TokenRow(encoding.Ids, encoding.TypeIds);
    }
}
