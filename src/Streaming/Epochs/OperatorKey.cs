namespace Streaming.Epochs;

/// <summary>Names an operator's state across runs: the operator's name and its rank among those of the same name, so that steps may be added around it.</summary>
internal static class OperatorKey
{
    public static string Of(string name, int rank) => $"{name}#{rank}";
}
