using System.Numerics;
using System.Runtime.InteropServices;
using Streaming.Operators.Deduplication.Keys;

namespace Streaming.Operators.Deduplication.Keeping;

/// <summary>A deduplicator that knows samples by keys: those that share one are duplicates, and one of them stays.</summary>
/// <param name="parameters">A digest of the options that shape keys.</param>
/// <param name="options">The options.</param>
internal abstract class KeyDeduplicator<TSignature, TKey>(ulong parameters, DuplicateOptions options) : Deduplicator<TSignature> where TKey : unmanaged, IBinaryInteger<TKey>
{
    private readonly KeyIndex<TKey> _index = new(parameters, options);
    private readonly SampleQuality _quality = new(options);

    // The keys of a batch, and how many there are up to each of its samples.
    private readonly List<TKey> _keys = [];
    private readonly Queue<int> _ends = [];
    private readonly List<ulong> _groupKeys = [];
    private readonly List<bool> _isNew = [];
    private KeyGroups? _groups;
    private int _decided;

    /// <inheritdoc/>
    public sealed override bool HoldsEpoch => _quality.Counts && !NeedsWholeInput;

    /// <inheritdoc/>
    public sealed override long Held => _groups?.Held ?? 0;

    /// <inheritdoc/>
    public override RowSchema Describe(RowSchema input)
    {
        _quality.Find(input);
        return input;
    }

    /// <inheritdoc/>
    public override ValueTask OpenAsync(OperatorContext context)
    {
        Describe(context.Input);
        _groups = NeedsWholeInput || HoldsEpoch ? new(context, _quality) : null;
        return _index.OpenAsync(context, (row, keys) => AddKeys(Sign(row), keys));
    }

    /// <inheritdoc/>
    public sealed override ValueTask FinishAsync(SampleBatch last)
    {
        _groups?.GiveBack(last, Explain);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public sealed override void Save(IStateWriter state)
    {
        if (Held > 0)
        {
            throw new InvalidOperationException("A deduplicator has no state to record while samples wait for its decision.");
        }

        _index.Save(state);
    }

    /// <inheritdoc/>
    public sealed override void Restore(IStateReader state) => _index.Restore(state);

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        _groups?.Dispose();
        _index.Dispose();
        return base.DisposeAsync();
    }

    /// <summary>Adds the keys of a sample; one without keys is nobody's duplicate. Several threads may ask at once.</summary>
    protected abstract void AddKeys(TSignature signature, List<TKey> keys);

    /// <summary>Why a sample is rejected.</summary>
    /// <param name="of">What it is a duplicate of, in words.</param>
    protected abstract Rejection Explain(string of);

    /// <inheritdoc/>
    protected sealed override Rejection Explain(Sample sample) => Explain("an earlier sample");

    /// <inheritdoc/>
    protected sealed override void BeforeBatch(IReadOnlyList<Sample> samples, ReadOnlySpan<TSignature> signatures)
    {
        _keys.Clear();
        _decided = 0;
        for (var i = 0; i < signatures.Length; i++)
        {
            var from = _keys.Count;
            AddKeys(signatures[i], _keys);
            _ends.Enqueue(_keys.Count);

            // Keys of a rejected sample count too: what shares them belongs to the same group.
            if (!NeedsWholeInput)
            {
                _index.Ask(CollectionsMarshal.AsSpan(_keys)[from..], samples[i]);
            }
        }

        if (!NeedsWholeInput)
        {
            _index.Add();
        }
    }

    /// <inheritdoc/>
    protected sealed override Verdict Decide(Sample sample, TSignature signature)
    {
        var end = _ends.Dequeue();
        var keys = CollectionsMarshal.AsSpan(_keys)[_decided..end];
        _decided = end;
        _isNew.Clear();
        for (var i = 0; i < keys.Length && !NeedsWholeInput; i++)
        {
            _isNew.Add(_index.TakeAnswer());
        }

        if (_groups is null)
        {
            return _isNew.Contains(false) ? Verdict.Reject : Verdict.Keep;
        }

        _groupKeys.Clear();
        foreach (var key in keys)
        {
            // 64 bits tell the samples of an epoch apart: among a million two meet with a chance of 10⁻⁸.
            _groupKeys.Add(KeyBits.High(key));
        }

        _groups.Add(sample, CollectionsMarshal.AsSpan(_groupKeys), CollectionsMarshal.AsSpan(_isNew));
        return Verdict.Hold;
    }

    /// <inheritdoc/>
    protected sealed override void AfterBatch()
    {
        if (_groups is null)
        {
            _index.Settle();
        }
        else
        {
            _groups.BesideBytes = NeedsWholeInput ? 0 : _index.Bytes;
            _groups.Settle();
        }
    }
}
