using Microsoft.ML.OnnxRuntime;
using Streaming.Models.Sessions;

namespace Streaming.Models.Generation;

/// <summary>What an encoder gave, one row for each source.</summary>
internal sealed class EncoderContext : IDisposable
{
    private readonly int _rows;
    private readonly int _width;
    private long[] _mask;

    /// <param name="hidden">The encoder's output; this owns it now.</param>
    /// <param name="mask">1 where the source has a token; null: everywhere.</param>
    public EncoderContext(OrtValue hidden, long[]? mask)
    {
        Hidden = hidden;
        var shape = hidden.GetTensorTypeAndShape().Shape;
        (_rows, _width) = ((int)shape[0], (int)shape[1]);
        _mask = mask ?? [.. Enumerable.Repeat(1L, _rows * _width)];
    }

    public OrtValue Hidden { get; private set; }

    public void Fill(GraphInputs inputs)
    {
        inputs.AddBorrowed("encoder_hidden_states", Hidden);
        inputs.Add("encoder_attention_mask", _mask, _mask.Length / _width, _width);
    }

    /// <summary>Goes on with these rows; one may come several times.</summary>
    public void Select(ReadOnlySpan<int> rows)
    {
        var mask = new long[rows.Length * _width];
        for (var i = 0; i < rows.Length; i++)
        {
            _mask.AsSpan(rows[i] * _width, _width).CopyTo(mask.AsSpan(i * _width));
        }

        _mask = mask;
        Hidden = TensorRows.Select(Hidden, rows);
    }

    public void Dispose() => Hidden.Dispose();
}
