namespace Streaming.Runtime;

/// <summary>Weights to the power of 1/T, with a T that goes from one to another with the trainer's steps.</summary>
internal sealed class TemperaturePolicy(double from, double to, long steps) : StatelessPolicy
{
    public override void Act(long step, IReadOnlyDictionary<string, SourceLosses> losses, RunControl control)
    {
        var temperature = from + ((to - from) * Math.Clamp((double)step / steps, 0, 1));
        var heated = control.Mix!.Declared.ToDictionary(w => w.Key, w => Math.Pow(w.Value, 1 / temperature));
        var sum = heated.Values.Sum();
        control.Mix.Propose(heated.ToDictionary(w => w.Key, w => MixShare.Rounded(w.Value / sum)));
    }
}
