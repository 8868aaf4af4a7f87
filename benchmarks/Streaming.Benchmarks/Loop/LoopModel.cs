using System.Numerics.Tensors;

namespace Streaming.Benchmarks.Loop;

/// <summary>
/// A feed-forward language model (Bengio et al., JMLR 3, 2003) over the four tokens before: each place has an embedding of its own into the hidden layer, tanh, and a linear layer to the vocabulary; 23,000 parameters, trained by
/// Adam (Kingma and Ba, arXiv 1412.6980).
/// </summary>
internal sealed class LoopModel
{
    private const int Context = 4;
    private const int Hidden = 96;
    private const int Words = LoopText.Vocabulary;
    private const float Rate = 0.002f;

    private readonly AdamArray _embeddings = new(Context * Words * Hidden);
    private readonly AdamArray _hiddenBias = new(Hidden);
    private readonly AdamArray _output = new(Hidden * Words);
    private readonly AdamArray _outputBias = new(Words);
    private readonly float[] _hidden = new float[Hidden];
    private readonly float[] _logits = new float[Words];
    private readonly float[] _back = new float[Hidden];
    private readonly float[] _tanh = new float[Hidden];
    private int _steps;

    /// <summary>A fresh model.</summary>
    public LoopModel(int seed)
    {
        var random = new Random(seed);
        _embeddings.Fill(random, 0.1f);
        _output.Fill(random, 1 / MathF.Sqrt(Hidden));
    }

    private LoopModel(LoopModel other)
    {
        other._embeddings.Values.CopyTo(_embeddings.Values, 0);
        other._hiddenBias.Values.CopyTo(_hiddenBias.Values, 0);
        other._output.Values.CopyTo(_output.Values, 0);
        other._outputBias.Values.CopyTo(_outputBias.Values, 0);
    }

    /// <summary>The model as it is now, to score with.</summary>
    public LoopModel Checkpoint() => new(this);

    /// <summary>The mean loss of a text, in nats a token.</summary>
    public double Loss(string text)
    {
        var sum = 0.0;
        for (var i = 0; i < text.Length; i++)
        {
            Forward(text, i);
            sum += TakeLoss(LoopText.TokenAt(text, i));
        }

        return sum / text.Length;
    }

    /// <summary>Learns from a few texts in one step, and says the loss of each before it.</summary>
    public IReadOnlyList<double> Learn(IReadOnlyList<string> texts)
    {
        var losses = texts.Select(Accumulate).ToList();
        _steps++;
        var scale = 1f / texts.Sum(t => t.Length);
        foreach (var array in (AdamArray[])[_embeddings, _hiddenBias, _output, _outputBias])
        {
            array.Step(Rate, scale, _steps);
        }

        return losses;
    }

    private double Accumulate(string text)
    {
        var sum = 0.0;
        for (var i = 0; i < text.Length; i++)
        {
            Forward(text, i);
            sum += TakeLoss(LoopText.TokenAt(text, i));
            Backward(text, i);
        }

        return sum / text.Length;
    }

    private void Forward(string text, int at)
    {
        _hiddenBias.Values.CopyTo(_hidden, 0);
        for (var place = 0; place < Context; place++)
        {
            TensorPrimitives.Add(_hidden, _embeddings.Values.AsSpan(Row(text, at, place), Hidden), _hidden);
        }

        TensorPrimitives.Tanh<float>(_hidden, _tanh);
        _outputBias.Values.CopyTo(_logits, 0);
        for (var i = 0; i < Hidden; i++)
        {
            TensorPrimitives.MultiplyAdd(_output.Values.AsSpan(i * Words, Words), _tanh[i], _logits, _logits);
        }
    }

    // The logits become the gradient of the loss by them.
    private double TakeLoss(int token)
    {
        TensorPrimitives.SoftMax<float>(_logits, _logits);
        var loss = -Math.Log(Math.Max(1e-12, _logits[token]));
        _logits[token] -= 1;
        return loss;
    }

    private void Backward(string text, int at)
    {
        for (var i = 0; i < Hidden; i++)
        {
            _back[i] = TensorPrimitives.Dot<float>(_output.Values.AsSpan(i * Words, Words), _logits) * (1 - (_tanh[i] * _tanh[i]));
            var slopes = _output.Slopes.AsSpan(i * Words, Words);
            TensorPrimitives.MultiplyAdd(_logits, _tanh[i], slopes, slopes);
        }

        TensorPrimitives.Add(_outputBias.Slopes, _logits, _outputBias.Slopes);
        TensorPrimitives.Add(_hiddenBias.Slopes, _back, _hiddenBias.Slopes);
        for (var place = 0; place < Context; place++)
        {
            var slopes = _embeddings.Slopes.AsSpan(Row(text, at, place), Hidden);
            TensorPrimitives.Add(slopes, _back, slopes);
        }
    }

    private static int Row(string text, int at, int place) => ((place * Words) + LoopText.TokenAt(text, at - 1 - place)) * Hidden;
}
