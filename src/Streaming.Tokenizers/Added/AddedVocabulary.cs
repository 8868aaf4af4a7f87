using Streaming.Tokenizers.Models;
using Streaming.Tokenizers.Normalizers;

namespace Streaming.Tokenizers.Added;

/// <summary>The added tokens of a tokenizer.</summary>
internal sealed class AddedVocabulary
{
    private readonly Dictionary<string, int> _idOf = new(StringComparer.Ordinal);
    private readonly Dictionary<int, AddedToken> _tokenOf = [];
    private readonly HashSet<string> _special = new(StringComparer.Ordinal);

    /// <param name="tokens">The tokens; one that the model or an earlier one has too keeps that one's id, whatever the file says.</param>
    /// <param name="normalizer">The normalizer of the text that normalized tokens are searched in.</param>
    /// <param name="model">The model.</param>
    public AddedVocabulary(IEnumerable<AddedToken> tokens, Normalizer? normalizer, TokenModel model)
    {
        foreach (var given in tokens.Where(token => token.Content.Length > 0))
        {
            var token = given with { Id = IdOf(given.Content) ?? model.IdOf(given.Content) ?? given.Id };
            _idOf[token.Content] = token.Id;
            _tokenOf[token.Id] = token;
            if (token.Special)
            {
                _special.Add(token.Content);
            }
        }

        Plain = SearchOf(_tokenOf.Values.Where(token => !token.Normalized).Select(token => (token.Content, token)));
        Normalized = SearchOf(_tokenOf.Values.Where(token => token.Normalized).Select(token => (normalizer?.Of(token.Content) ?? token.Content, token)));
    }

    /// <summary>Finds tokens in the text as it was given; null if there are none.</summary>
    public AddedTokenSearch? Plain { get; }

    /// <summary>Finds tokens in the normalized text; null if there are none.</summary>
    public AddedTokenSearch? Normalized { get; }

    /// <summary>The highest id + 1.</summary>
    public int Size => _tokenOf.Count == 0 ? 0 : _tokenOf.Keys.Max() + 1;

    public int? IdOf(string token) => _idOf.TryGetValue(token, out var id) ? id : null;

    public string? TokenOf(int id) => _tokenOf.GetValueOrDefault(id)?.Content;

    public bool IsSpecial(string token) => _special.Contains(token);

    private static AddedTokenSearch? SearchOf(IEnumerable<(string Content, AddedToken Token)> tokens)
    {
        var list = tokens.Where(token => token.Content.Length > 0).ToList();
        return list.Count == 0 ? null : new AddedTokenSearch(list);
    }
}
