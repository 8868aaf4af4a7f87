namespace Streaming.Tokenizers.Models;

/// <summary>Turns a piece of text into tokens of a vocabulary.</summary>
internal abstract class TokenModel
{
    private readonly Dictionary<string, int> _idOf;
    private readonly string?[] _tokenOf;

    protected TokenModel(Dictionary<string, int> vocabulary)
    {
        _idOf = vocabulary;
        _tokenOf = new string?[vocabulary.Count == 0 ? 0 : vocabulary.Values.Max() + 1];
        foreach (var (token, id) in vocabulary)
        {
            _tokenOf[id] = token;
        }
    }

    /// <summary>The highest id + 1.</summary>
    public int Size => _tokenOf.Length;

    /// <summary>Whether places of tokens are counted in UTF-8 bytes of the piece, not in UTF-16 units.</summary>
    public virtual bool CountsBytes => false;

    public int? IdOf(string token) => _idOf.TryGetValue(token, out var id) ? id : null;

    public string? TokenOf(int id) => (uint)id < (uint)_tokenOf.Length ? _tokenOf[id] : null;

    /// <summary>The token string of an id found for a stretch of text.</summary>
    public virtual string TokenOf(int id, ReadOnlySpan<char> stretch) => TokenOf(id) ?? "";

    /// <summary>Adds the tokens of a piece that is not empty.</summary>
    public abstract void Tokenize(ReadOnlySpan<char> piece, Workspace workspace, TokenList into);

    /// <summary>Adds the ids of a piece that is not empty, from the cache where it is a word seen before.</summary>
    public virtual void Encode(ReadOnlySpan<char> piece, Workspace workspace) => EncodeWord(piece, workspace);

    protected void EncodeWord(ReadOnlySpan<char> word, Workspace workspace)
    {
        if (!workspace.Cache.TryGet(word, out var ids))
        {
            workspace.Tokens.Clear();
            Tokenize(word, workspace, workspace.Tokens);
            ids = workspace.Tokens.Ids;
            workspace.Cache.Add(word, ids);
        }

        workspace.Ids.Add(ids);
    }
}
