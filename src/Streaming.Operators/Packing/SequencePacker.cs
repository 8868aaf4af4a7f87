using System.Runtime.InteropServices;
using Streaming.Operators.Safety.Licences;
using Streaming.Tokenizers;

namespace Streaming.Operators.Packing;

/// <summary>
/// Tokenises texts and packs them into sequences of up to <c>max_tokens</c> for training without padding: rows of <c>input_ids</c>, <c>cu_seqlens</c>,
/// <c>position_ids</c>, <c>sample_ids</c>, <c>sources</c> and <c>tokens</c>, and <c>labels</c> where a column says what is to be learned (<c>chat_template_mapper</c> writes it), and <c>licenses</c> where <c>license_key</c> asks for them. No document is cut unless it is longer than a pack; texts without tokens are rejected.
/// </summary>
/// <remarks>Best-fit-decreasing over a bounded window ("Fewer Truncations Improve Language Modeling", arXiv 2404.10830). Open documents outlive epochs and restarts.</remarks>
[Operator("sequence_packer", Example = "{ tokenizer: cl100k_base, max_tokens: 4096 }")]
internal sealed class SequencePacker : Operator, IPreparing, IStateful, ITokenCounter, ICountsTokens
{
    private readonly SequencePackerOptions _options;
    private readonly PackingWindow _window;
    private DocumentTokens _tokens = null!;
    private LicenceField? _licence;
    private IMemoryAccount? _memory;
    private long _charged;
    private long _nextSequence;

    /// <summary>With options.</summary>
    public SequencePacker(SequencePackerOptions options)
    {
        _options = options;
        _window = options.Mode == PackingMode.Concatenate
            ? new ConcatenatingWindow(options.MaxTokens)
            : new BestFitWindow(options.MaxTokens, options.Window, options.MinFill);
    }

    /// <summary>With a tokenizer at hand.</summary>
    internal SequencePacker(SequencePackerOptions options, ITokenizer tokenizer) : this(options) =>
        _tokens = new(tokenizer, options.AddBos, options.AddEos, options.LabelsKey);

    /// <inheritdoc/>
    public long Held => _window.Held;

    /// <inheritdoc/>
    public long TokensOut => _window.TokensOut;

    /// <inheritdoc/>
    public long PackPlaces => _window.PacksOut * _options.MaxTokens;

    /// <inheritdoc/>
    public long Truncated => _window.Truncated;

    /// <inheritdoc/>
    public override RowSchema Describe(RowSchema input) => input.Find(KnownColumns.Text) is not null
        ? PackedText.SchemaOf(HasLabels(input), LicenceOf(input) is not null)
        : throw new BadInputException($"sequence_packer needs a column '{KnownColumns.Text}'.");

    /// <inheritdoc/>
    public override ValueTask OpenAsync(OperatorContext context)
    {
        _memory = context.Memory;
        _window.Packs.HasLabels = HasLabels(context.Input);
        _licence = LicenceOf(context.Input);
        _window.Packs.HasLicenses = _licence is not null;
        _tokens ??= new(Load(_options.Tokenizer), _options.AddBos, _options.AddEos, _window.Packs.HasLabels ? _options.LabelsKey : null);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public void Prepare(SampleBatch batch)
    {
        var samples = batch.Samples;
        var tokens = new List<EncodedText>(samples.Count);
        for (var i = 0; i < samples.Count; i++)
        {
            var sample = samples[i];
            try
            {
                tokens.Add(_tokens.Encode(sample));
                samples[tokens.Count - 1] = sample;
            }
            catch (Exception e) when (SampleFault.Is(e))
            {
                batch.Bury(sample, e);
            }
        }

        CollectionsMarshal.SetCount(samples, tokens.Count);
        batch.SetPrepared(this, tokens);
    }

    /// <inheritdoc/>
    public override ValueTask ApplyAsync(SampleBatch batch)
    {
        if (batch.TakePrepared(this) is not List<EncodedText> tokens)
        {
            Prepare(batch);
            tokens = (List<EncodedText>)batch.TakePrepared(this)!;
        }

        var packs = new List<Sample>();
        for (var i = 0; i < tokens.Count; i++)
        {
            var sample = batch.Samples[i];
            if (tokens[i].Ids.Length == 0)
            {
                batch.Reject(sample, new("the text has no tokens", 0, "[1, ]"));
                continue;
            }

            _window.Add(_tokens.DocumentOf(sample, tokens[i], _nextSequence++) with { License = _licence?.Of(sample) }, packs);
        }

        batch.Samples = packs;
        Charge();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override ValueTask FinishAsync(SampleBatch last)
    {
        _window.Finish(last.Samples);
        Charge();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public long CountTokens(Sample sample)
    {
        try
        {
            return _tokens.Count(sample);
        }
        catch (Exception e) when (SampleFault.Is(e))
        {
            return 0;
        }
    }

    /// <inheritdoc/>
    public void Save(IStateWriter state)
    {
        foreach (var split in _window.NumberHeld().GroupBy(p => p.Lineage.Split))
        {
            PieceState.Write(state.Split(split.Key), [.. split], _window, _nextSequence);
        }
    }

    /// <inheritdoc/>
    public void Restore(IStateReader state)
    {
        var pieces = new List<(Piece Piece, int[] Tokens)>();
        foreach (var (split, bytes) in state.Splits)
        {
            pieces.AddRange(PieceState.Read(split, bytes.Span, out var next));
            _nextSequence = Math.Max(_nextSequence, next);
        }

        // Splits that come from several workers may have counted alike; the stable sort then leaves them in the order of their ids.
        _window.Restore([.. pieces.OrderBy(p => p.Piece.Sequence)]);
        Charge();
    }

    private bool HasLabels(RowSchema input) => input.Find(_options.LabelsKey) switch
    {
        { } column when column.Type == LearnedSpans.Type => true,
        { } column => throw new BadInputException($"labels_key: the column '{column.Name}' is no list of int64; name the column that chat_template_mapper writes."),
        null when _options.LabelsKey == LearnedSpans.DefaultName => false,
        null => throw new BadInputException($"labels_key: there is no column '{_options.LabelsKey}'. Known are {string.Join(", ", input.Columns.Select(c => c.Name))}."),
    };

    private LicenceField? LicenceOf(RowSchema input) => _options.LicenseKey is { } key ? LicenceField.Find(key, input) : null;

    private static ITokenizer Load(string name)
    {
        try
        {
            return TokenizerFile.Load(name);
        }
        catch (Exception e) when (e is FileNotFoundException or InvalidDataException)
        {
            throw new BadInputException(e.Message, e);
        }
    }

    private void Charge()
    {
        var holds = _window.HeldBytes;
        if (Math.Abs(holds - _charged) > Math.Max(64 << 10, _charged / 20) || (holds == 0 && _charged > 0))
        {
            _memory?.Hold(_charged = holds);
        }
    }
}
