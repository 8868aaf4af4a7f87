namespace Streaming.Operators.Filtering.LanguageModels.Training;

/// <summary>How a model is trained.</summary>
/// <param name="Order">The longest run of words that it looks at, 1 … 8.</param>
/// <param name="Prune">For each length, the count up to which runs are left out; the last goes for longer ones too.</param>
/// <param name="MemoryBytes">About how many bytes of memory it may take, beside what a line takes.</param>
/// <param name="Folder">The folder for files while it is trained.</param>
internal sealed record NgramTraining(int Order, IReadOnlyList<long> Prune, long MemoryBytes, string Folder)
{
    /// <summary>The longest order.</summary>
    public const int MaxOrder = 8;

    private const long LeastWordBytes = 64 << 10;

    /// <summary>What words may take: a quarter of the memory.</summary>
    public long WordBytes => Math.Max(LeastWordBytes, MemoryBytes / 4);

    /// <summary>What is left for sorting.</summary>
    public long SortingBytes => MemoryBytes / 4 * 3;

    /// <summary>The count up to which runs of a length are left out.</summary>
    public long PrunedUpTo(int length) => Prune.Count == 0 ? 0 : Prune[Math.Min(length, Prune.Count) - 1];

    /// <summary>What is wrong with it; null where nothing is.</summary>
    public string? Problem() =>
        Order is < 1 or > MaxOrder ? $"the order must be 1 to {MaxOrder}"
        : Prune.Count > Order ? $"there are {Prune.Count} counts to prune by for {Order} lengths of runs"
        : Prune is [not 0, ..] ? "single words are not pruned: the first count is 0"
        : Prune.Zip(Prune.Skip(1)).Any(pair => pair.First > pair.Second) ? "counts to prune by must not fall: a run stays only with the shorter ones in it"
        : null;
}

/// <summary>What came of a training.</summary>
/// <param name="Lines">The lines that were read.</param>
/// <param name="Words">The words in them.</param>
/// <param name="Grams">The runs of each length that the model has, single words first.</param>
/// <param name="Discounts">The discounts of each length.</param>
internal sealed record NgramReport(long Lines, long Words, IReadOnlyList<long> Grams, IReadOnlyList<NgramDiscounts> Discounts);

/// <summary>Hears how a training goes.</summary>
internal interface INgramProgress
{
    /// <summary>Something begins that takes so many runs.</summary>
    void Begin(string what, long total);

    /// <summary>So many more are done.</summary>
    void Advance(long runs);
}
