namespace Streaming.Models.Operators;

/// <summary>What one model is asked about one sample, row by row (a text, each picture), and what it said.</summary>
internal sealed class ModelRows<TPrepared, TResult>
{
    public ModelRows(IReadOnlyList<TPrepared> prepared, IReadOnlyList<int> costs)
    {
        Prepared = prepared;
        Costs = costs;
        Results = new TResult[prepared.Count];
    }

    public IReadOnlyList<TPrepared> Prepared { get; }

    public IReadOnlyList<int> Costs { get; }

    /// <summary>One for each row, once the model was called.</summary>
    public TResult[] Results { get; }

    public int Count => Prepared.Count;
}
