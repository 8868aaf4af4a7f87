using Streaming.Models.Generation;
using Streaming.Models.Sessions;
using Streaming.Models.Texts;
using Streaming.Tokenizers;

namespace Streaming.Models.Operators.Losses;

/// <summary>
/// Measures how surprising the last turn of a conversation is to a decoder, given the turns before: the mean loss of its tokens. As in Data-Juicer, turns are joined
/// by blanks, the number of target tokens is what the last turn has alone, and what is too long loses its beginning.
/// </summary>
internal sealed class TargetLoss
{
    private readonly ITracingTokenizer _tokenizer;
    private readonly EncodingOptions _options;
    private readonly int _begins;

    public TargetLoss(ModelSession session, int? maxLength)
    {
        Model = session.AsLossModel();
        _tokenizer = session.Folder.Tokenizer;
        _options = new() { Truncation = new(Math.Min(maxLength ?? int.MaxValue, TextSettings.Of(session.Folder).MaxLength)) { Side = TokenSide.Left } };
        _begins = _tokenizer.Settings.BeginToken is { } begin && _tokenizer.IdOf(begin) is not null ? 1 : 0;
    }

    /// <summary>The decoder.</summary>
    public LossModel Model { get; }

    /// <summary>Prepares a conversation.</summary>
    /// <exception cref="InvalidDataException">There is no token to predict.</exception>
    public LossRow Prepare(params IReadOnlyList<string> turns)
    {
        var ids = IdsOf(string.Join(' ', turns).Trim());
        var targets = IdsOf(turns[^1].Trim()).Length - _begins;
        var first = targets > 0 ? Math.Max(0, ids.Length - targets) : Math.Min(ids.Length, -targets);
        return ids.Length > Math.Max(1, first) ? new(new TokenRow(ids), first) : throw new InvalidDataException("The text has no token to predict.");
    }

    /// <summary>Whether both cut texts into the same tokens, as far as a vocabulary and a sentence can tell.</summary>
    public bool SpeaksAs(TargetLoss other) =>
        _tokenizer.VocabularySize == other._tokenizer.VocabularySize && IdsOf("Two boats, 17 nets: 水は青い.").SequenceEqual(other.IdsOf("Two boats, 17 nets: 水は青い."));

    /// <summary>The losses of conversations, at once.</summary>
    public double[] Measure(IReadOnlyList<LossRow> rows)
    {
        var item = new LossItem(rows, Model);
        Model.Run([item], new() { MaxItems = 1, WindowItems = 1 }, CancellationToken.None);
        return item.Fault is null ? [.. item.Losses] : throw item.Fault;
    }

    private int[] IdsOf(string text) => _tokenizer.EncodeWithOffsets(LongText.Tail(text, _options.Truncation!.MaxLength, _tokenizer), null, _options).Ids;
}

/// <summary>A conversation, tokenised.</summary>
/// <param name="Tokens">All of it.</param>
/// <param name="First">The first token that counts; the very first of all has nothing before it, and never counts.</param>
internal sealed record LossRow(TokenRow Tokens, int First)
{
    /// <summary>The mean loss of the tokens that count.</summary>
    public double Of(TokenLosses said) => said.Losses.Skip(Math.Max(0, First - 1)).Average(loss => (double)loss);
}

/// <summary>The conversations that are measured for one sample.</summary>
internal sealed class LossItem(IReadOnlyList<LossRow> rows, LossModel model)
    : RowsItem<TokenRow, TokenLosses>(new([.. rows.Select(row => row.Tokens)], [.. rows.Select(row => model.CostOf(row.Tokens))]))
{
    /// <summary>Their losses, once the model was called.</summary>
    public IEnumerable<double> Losses => rows.Zip(Rows.Results, (row, said) => row.Of(said));
}
