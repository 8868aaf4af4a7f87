namespace Streaming.Operators;

/// <summary>A topology needs a program or a native library that this machine does not have. Said while planning; ends a command with exit code 2.</summary>
/// <param name="tool">What is missing, e.g. <c>OpenCC</c>.</param>
/// <param name="install">What to install or to set, as a sentence.</param>
/// <param name="inner">What went wrong when it was looked for.</param>
public sealed class MissingToolException(string tool, string install, Exception? inner = null)
    : BadInputException($"{tool} is not on this machine. {install}", inner!)
{
    /// <summary>What is missing.</summary>
    public string Tool { get; } = tool;
}
