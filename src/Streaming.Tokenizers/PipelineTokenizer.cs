using System.Collections.Concurrent;
using Streaming.Tokenizers.Added;
using Streaming.Tokenizers.Decoders;
using Streaming.Tokenizers.Models;
using Streaming.Tokenizers.PostProcessors;
using Streaming.Tokenizers.Texts;

namespace Streaming.Tokenizers;

/// <summary>A tokenizer as Hugging Face's <c>tokenizer.json</c> composes it: added tokens, normalizer, pre-tokenizer, model, post-processor, decoder.</summary>
internal sealed class PipelineTokenizer : ITracingTokenizer
{
    private readonly AddedVocabulary _added;
    private readonly TextPath _path;
    private readonly TokenModel _model;
    private readonly PostProcessor? _postProcessor;
    private readonly Decoder? _decoder;
    private readonly ConcurrentBag<Workspace> _workspaces = [];
    private readonly int[] _prefix;
    private readonly int[] _suffix;

    public PipelineTokenizer(TokenizerParts parts)
    {
        _added = new AddedVocabulary(parts.AddedTokens, parts.Normalizer, parts.Model);
        _model = parts.Model;
        _path = new TextPath(parts, _added);
        _postProcessor = parts.PostProcessor;
        _decoder = parts.Decoder;
        Settings = parts.Settings;
        VocabularySize = Math.Max(_model.Size, _added.Size);
        (_prefix, _suffix) = Surroundings();
    }

    public int VocabularySize { get; }

    public TokenizerSettings Settings { get; }

    public int? IdOf(string token) => _added.IdOf(token) ?? _model.IdOf(token);

    public string? TokenOf(int id) => _added.TokenOf(id) ?? _model.TokenOf(id);

    public int[] Encode(string text, bool addSpecialTokens = false)
    {
        var workspace = Lend();
        workspace.Ids.Reset(countsOnly: false);
        _path.Encode(WellFormed.Of(text), workspace);
        int[] ids = addSpecialTokens ? [.. _prefix, .. workspace.Ids.Ids, .. _suffix] : workspace.Ids.Ids.ToArray();
        TakeBack(workspace);
        return ids;
    }

    public int Count(string text, bool addSpecialTokens = false)
    {
        var workspace = Lend();
        workspace.Ids.Reset(countsOnly: true);
        _path.Encode(WellFormed.Of(text), workspace);
        var count = workspace.Ids.Count;
        TakeBack(workspace);
        return count + (addSpecialTokens ? _prefix.Length + _suffix.Length : 0);
    }

    public string[] Tokens(string text, bool addSpecialTokens = false) => PostProcessor.Join(_postProcessor, Traced(text), null, addSpecialTokens).Tokens;

    public TokenEncoding EncodeWithOffsets(string text, string? pair = null, EncodingOptions? options = null)
    {
        options ??= EncodingOptions.Default;
        var encoding = Unpadded(text, pair, options);
        return options.Padding is { } padding ? encoding.Padded(padding.TargetOf(encoding.Length), padding) : encoding;
    }

    public TokenEncoding[] EncodeBatch(IReadOnlyList<string> texts, EncodingOptions? options = null)
    {
        options ??= EncodingOptions.Default;
        var encodings = texts.Select(text => Unpadded(text, null, options)).ToArray();
        if (options.Padding is { } padding && encodings.Length > 0)
        {
            var length = padding.TargetOf(encodings.Max(encoding => encoding.Length));
            encodings = Array.ConvertAll(encodings, encoding => encoding.Padded(length, padding));
        }

        return encodings;
    }

    public string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens = false)
    {
        var tokens = new List<string>(ids.Length);
        foreach (var id in ids)
        {
            if (TokenOf(id) is { } token && !(skipSpecialTokens && _added.IsSpecial(token)))
            {
                tokens.Add(token);
            }
        }

        var text = _decoder is null ? string.Join(' ', tokens) : string.Concat(tokens.Count == 0 ? tokens : _decoder.Apply(tokens));
        if (Settings.TokenizerClass is "CLIPTokenizer" or "CLIPTokenizerFast")
        {
            text = text.Replace("</w>", " ", StringComparison.Ordinal).Trim();
        }

        return Settings.CleanUpSpaces ? SpaceCleaning.OfText(text) : text;
    }

    private TokenEncoding Unpadded(string text, string? pair, EncodingOptions options)
    {
        var first = Traced(text);
        var second = string.IsNullOrEmpty(pair) ? null : Traced(pair);
        var processor = options.PostProcess ? _postProcessor : null;
        if (options.Truncation is { } truncation)
        {
            var added = options.AddSpecialTokens ? processor?.AddedTokens(second is not null) ?? 0 : 0;
            (first, second) = Truncation.Cut(first, second, truncation, truncation.MaxLength - added);
        }

        return PostProcessor.Join(processor, first, second, options.AddSpecialTokens);
    }

    private TokenEncoding Traced(string text)
    {
        var workspace = Lend();
        var encoding = _path.Trace(WellFormed.Of(text), workspace);
        TakeBack(workspace);
        return encoding;
    }

    /// <summary>What the post-processor puts before and behind the ids of one text: found by letting it work on a text of one token.</summary>
    private (int[] Prefix, int[] Suffix) Surroundings()
    {
        const int Text = -1;
        var ids = PostProcessor.Join(_postProcessor, new TokenEncoding([Text], [0], [""], [default], [0], [1]), null, addSpecialTokens: true).Ids;
        var place = Array.IndexOf(ids, Text);
        return place >= 0 && Array.LastIndexOf(ids, Text) == place
            ? (ids[..place], ids[(place + 1)..])
            : throw new InvalidDataException("post_processor: a template for one text must hold the text once.");
    }

    private Workspace Lend() => _workspaces.TryTake(out var kept) ? kept : new Workspace();

    // One that an exception interrupted is not given back: it may be in disorder.
    private void TakeBack(Workspace workspace)
    {
        if (workspace.IsWorthKeeping)
        {
            _workspaces.Add(workspace);
        }
    }
}
