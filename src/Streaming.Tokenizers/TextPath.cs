using Streaming.Tokenizers.Added;
using Streaming.Tokenizers.Models;
using Streaming.Tokenizers.Normalizers;
using Streaming.Tokenizers.PreTokenizers;
using Streaming.Tokenizers.Scanning;
using Streaming.Tokenizers.Texts;

namespace Streaming.Tokenizers;

/// <summary>The way of a text to its tokens: added tokens cut out, the rest normalized, cut again, split into words, given to the model.</summary>
internal sealed class TextPath
{
    private readonly AddedVocabulary _added;
    private readonly Normalizer? _normalizer;
    private readonly IReadOnlyList<PreTokenizer> _preTokenizers;
    private readonly TokenModel _model;
    private readonly WordScanner? _words;
    private readonly bool _changesText;
    private readonly bool _needsOrigin;

    public TextPath(TokenizerParts parts, AddedVocabulary added)
    {
        _added = added;
        _normalizer = parts.Normalizer;
        _preTokenizers = parts.PreTokenizers;
        _model = parts.Model;
        _words = _preTokenizers is [SplitPreTokenizer split] ? split.Words : null;
        _changesText = _normalizer is not null || added.Normalized is not null || _words is null;

        // Whether a piece begins the text is known without tracing only as long as nothing was removed before it.
        var origin = _preTokenizers.Index().FirstOrDefault(step => step.Item is MetaspacePreTokenizer { AsksForOrigin: true });
        _needsOrigin = origin.Item is not null && (origin.Index > 0 || _normalizer is not null);
    }

    /// <summary>Adds the ids of a well-formed text to the workspace.</summary>
    public void Encode(string text, Workspace workspace)
    {
        var consumed = 0;
        for (var from = 0; _added.Plain?.Next(text, ref from, consumed, out var start, out var end) is { } token; consumed = end)
        {
            EncodePart(text.AsSpan(consumed, start - consumed), consumed, workspace);
            workspace.Ids.Add(token.Id);
        }

        EncodePart(text.AsSpan(consumed), consumed, workspace);
    }

    /// <summary>The tokens of a well-formed text with their offsets.</summary>
    public TokenEncoding Trace(string text, Workspace workspace)
    {
        var trace = new TokenTrace(_model, workspace);
        var consumed = 0;
        var codePoint = 0;
        for (var from = 0; _added.Plain?.Next(text, ref from, consumed, out var start, out var end) is { } token; consumed = end)
        {
            codePoint = TracePart(text.AsSpan(consumed, start - consumed), codePoint, workspace, trace);
            var stop = codePoint + CodePoints(text.AsSpan(start, end - start));
            trace.Add(token.Id, text[start..end], new TokenOffset(codePoint, stop));
            codePoint = stop;
        }

        TracePart(text.AsSpan(consumed), codePoint, workspace, trace);
        return trace.ToEncoding();
    }

    private void EncodePart(ReadOnlySpan<char> part, int start, Workspace workspace)
    {
        if (part.Length == 0)
        {
            return;
        }

        if (!_changesText)
        {
            EncodeWords(part, workspace);
            return;
        }

        workspace.Text.Load(part, start, _needsOrigin);
        _normalizer?.Apply(workspace.Text);
        Cut(workspace);
        if (_words is null)
        {
            PreTokenize(workspace);
        }

        EncodePieces(workspace);
    }

    private void EncodePieces(Workspace workspace)
    {
        foreach (var piece in workspace.Pieces.Items)
        {
            if (piece.IsAdded)
            {
                workspace.Ids.Add(piece.AddedId);
            }
            else if (_words is not null)
            {
                EncodeWords(workspace.Text.Span.Slice(piece.Start, piece.Length), workspace);
            }
            else
            {
                _model.Encode(workspace.Text.Span.Slice(piece.Start, piece.Length), workspace);
            }
        }
    }

    private void EncodeWords(ReadOnlySpan<char> text, Workspace workspace)
    {
        var position = 0;
        while (_words!.Next(text, ref position, out var start))
        {
            _model.Encode(text[start..position], workspace);
        }
    }

    private int TracePart(ReadOnlySpan<char> part, int codePoint, Workspace workspace, TokenTrace trace)
    {
        if (part.Length > 0)
        {
            workspace.Text.Load(part, codePoint, traced: true);
            _normalizer?.Apply(workspace.Text);
            Cut(workspace);
            PreTokenize(workspace);
            foreach (var piece in workspace.Pieces.Items)
            {
                trace.Add(piece, workspace.Text);
            }
        }

        return codePoint + CodePoints(part);
    }

    /// <summary>Cuts the normalized text at the added tokens that are searched there.</summary>
    private void Cut(Workspace workspace)
    {
        var text = workspace.Text;
        var pieces = workspace.Pieces;
        var whole = new Piece(0, text.Length, text.OriginalStart == 0);
        var consumed = 0;
        pieces.Clear();
        for (var from = 0; _added.Normalized?.Next(text.Span, ref from, consumed, out var start, out var end) is { } token; consumed = end)
        {
            pieces.Add(text, whole, consumed, start);
            pieces.Add(new Piece(start, end - start, AtStart: false, token.Id));
        }

        pieces.Add(text, whole, consumed, text.Length);
    }

    private void PreTokenize(Workspace workspace)
    {
        foreach (var preTokenizer in _preTokenizers)
        {
            preTokenizer.Apply(workspace.Text, workspace.Pieces);
        }
    }

    private static int CodePoints(ReadOnlySpan<char> text)
    {
        var count = text.Length;
        foreach (var unit in text)
        {
            count -= char.IsLowSurrogate(unit) ? 1 : 0;
        }

        return count;
    }
}
