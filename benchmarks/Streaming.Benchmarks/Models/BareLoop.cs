using Microsoft.ML.OnnxRuntime;
using Streaming.Models.Texts;

namespace Streaming.Benchmarks.Models;

/// <summary>What one writes without an engine: ONNX Runtime, fed with one batch after the other, and the highest of each row's logits.</summary>
internal sealed class BareLoop(InferenceSession session, int padId)
{
    private readonly string[] _outputs = [session.OutputMetadata.Keys.Contains("logits") ? "logits" : session.OutputMetadata.Keys.First()];

    /// <summary>The tokens of all batches, those that were filled up included.</summary>
    public long PaddedTokens { get; private set; }

    /// <summary>Runs rows in their order, so many a batch.</summary>
    public void Run(TokenRow[] rows, int batch)
    {
        PaddedTokens = 0;
        using var options = new RunOptions();
        for (var at = 0; at < rows.Length; at += batch)
        {
            Run(options, rows.AsSpan(at, Math.Min(batch, rows.Length - at)));
        }
    }

    private void Run(RunOptions options, ReadOnlySpan<TokenRow> rows)
    {
        var width = 0;
        foreach (var row in rows)
        {
            width = Math.Max(width, row.Length);
        }

        PaddedTokens += (long)width * rows.Length;
        var (ids, mask) = (new long[rows.Length * width], new long[rows.Length * width]);
        Array.Fill(ids, padId);
        for (var row = 0; row < rows.Length; row++)
        {
            for (var i = 0; i < rows[row].Length; i++)
            {
                ids[(row * width) + i] = rows[row].Ids[i];
            }

            mask.AsSpan(row * width, rows[row].Length).Fill(1);
        }

        Call(options, ids, mask, [rows.Length, width]);
    }

    private void Call(RunOptions options, long[] ids, long[] mask, long[] shape)
    {
        string[] names = [.. session.InputMetadata.Keys];
        var inputs = Array.ConvertAll(names, name => OrtValue.CreateTensorValueFromMemory(name switch { "input_ids" => ids, "attention_mask" => mask, _ => new long[ids.Length] }, shape));
        using (var results = session.Run(options, names, inputs, _outputs))
        {
            System.Numerics.Tensors.TensorPrimitives.Max(results[0].GetTensorDataAsSpan<float>());
        }

        Array.ForEach(inputs, input => input.Dispose());
    }
}
