using Streaming.Tokenizers.Models;
using Streaming.Tokenizers.Texts;

namespace Streaming.Tokenizers;

/// <summary>Gathers tokens with their strings and offsets.</summary>
internal sealed class TokenTrace(TokenModel model, Workspace workspace)
{
    private readonly List<int> _ids = [];
    private readonly List<string> _tokens = [];
    private readonly List<TokenOffset> _offsets = [];
    private int[] _unitOfByte = [];

    public void Add(int id, string token, TokenOffset offset)
    {
        _ids.Add(id);
        _tokens.Add(token);
        _offsets.Add(offset);
    }

    /// <summary>Adds the tokens of a piece.</summary>
    public void Add(Piece piece, AlignedText text)
    {
        var span = text.Span.Slice(piece.Start, piece.Length);
        if (piece.IsAdded)
        {
            Add(piece.AddedId, span.ToString(), text.OriginOf(piece.Start, piece.End));
            return;
        }

        var tokens = workspace.Tokens;
        tokens.Clear();
        model.Tokenize(span, workspace, tokens);
        if (model.CountsBytes)
        {
            MapBytes(span);
        }

        for (var index = 0; index < tokens.Count; index++)
        {
            var (start, end) = UnitsOf(tokens, index, span);
            Add(tokens.Ids[index], model.TokenOf(tokens.Ids[index], span[start..end]), text.OriginOf(piece.Start + start, piece.Start + end));
        }
    }

    public TokenEncoding ToEncoding()
    {
        var attention = new int[_ids.Count];
        Array.Fill(attention, 1);
        return new TokenEncoding([.. _ids], new int[_ids.Count], [.. _tokens], [.. _offsets], new int[_ids.Count], attention);
    }

    // A token that holds some of a character's bytes comes from the whole character.
    private (int Start, int End) UnitsOf(TokenList tokens, int index, ReadOnlySpan<char> span)
    {
        if (!model.CountsBytes)
        {
            return (tokens.StartOf(index), tokens.EndOf(index));
        }

        var last = _unitOfByte[tokens.EndOf(index) - 1];
        return (_unitOfByte[tokens.StartOf(index)], last + (char.IsHighSurrogate(span[last]) ? 2 : 1));
    }

    private void MapBytes(ReadOnlySpan<char> span)
    {
        if (_unitOfByte.Length < span.Length * 3)
        {
            _unitOfByte = new int[span.Length * 3];
        }

        var position = 0;
        for (var unit = 0; unit < span.Length;)
        {
            Rune.DecodeFromUtf16(span[unit..], out var rune, out var width);
            _unitOfByte.AsSpan(position, rune.Utf8SequenceLength).Fill(unit);
            position += rune.Utf8SequenceLength;
            unit += width;
        }
    }
}
