using Streaming.Operators;

namespace Streaming.Models.Batches;

/// <summary>
/// A model that works on batches, cut into the three parts that a model stage runs side by side: preparing and finishing are pure work of the processor, sample by sample, from any thread; the call between
/// them keeps the device busy.
/// </summary>
/// <typeparam name="TInput">What a sample gives.</typeparam>
/// <typeparam name="TPrepared">The same, as the device wants it: ids, pixels.</typeparam>
/// <typeparam name="TResult">What the model says of it.</typeparam>
public abstract class BatchModel<TInput, TPrepared, TResult>
{
    /// <summary>Tokenises, decodes, resizes.</summary>
    /// <exception cref="InvalidDataException">The sample cannot be prepared: a broken picture, for example.</exception>
    public abstract TPrepared Prepare(TInput input);

    /// <summary>What a prepared sample costs: tokens or pixels. A batch costs its largest one times its count.</summary>
    public abstract int CostOf(TPrepared prepared);

    /// <summary>Calls the device and waits for it. Several threads may call at once.</summary>
    public abstract BatchOutput Run(IReadOnlyList<TPrepared> batch);

    /// <summary>What the model says of one sample of a batch.</summary>
    public abstract TResult Finish(BatchOutput output, int row, TPrepared prepared);

    /// <summary>Calls the device with the hardest sample there is, so that what does not fit is known before the first sample.</summary>
    /// <exception cref="BadInputException">The model cannot be called: the tokenizer is another model's, the pictures have another size.</exception>
    public abstract void Warm();

    /// <summary>All three parts for one batch, one after the other.</summary>
    public TResult[] Apply(params IReadOnlyList<TInput> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count == 0)
        {
            return [];
        }

        var batch = inputs.Select(Prepare).ToArray();
        using var output = Run(batch);
        return [.. batch.Select((prepared, row) => Finish(output, row, prepared))];
    }
}
