using System.Runtime.InteropServices;

namespace Streaming.Kafka.Tests;

/// <summary>Signals to processes.</summary>
internal static partial class Native
{
    [LibraryImport("libc", EntryPoint = "kill")]
    public static partial int Kill(int process, int signal);
}
