using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Sockeye.Architecture.Tests.PublicApi;

/// <summary>Members as C# declares them, one line each.</summary>
internal static class ApiMember
{
    /// <summary>The line, or null for what cannot be reached from outside or was written by the compiler.</summary>
    public static string? Line(MemberInfo member) => member switch
    {
        FieldInfo { IsSpecialName: false } field when IsReachable(field.Attributes) => Field(field),
        ConstructorInfo { IsStatic: false } constructor when IsReachable(constructor) =>
            $"{Access(constructor)}{constructor.DeclaringType!.Name.Split('`')[0]}({Parameters(constructor)})",
        PropertyInfo property when Accessors(property).Any() => Property(property),
        EventInfo @event when IsReachable(@event.AddMethod!) =>
            $"{Access(@event.AddMethod!)}{Modifiers(@event.AddMethod!)}event {ApiTypeName.Of(@event)} {@event.Name}",
        MethodInfo method when IsReachable(method) && IsWritten(method) => Method(method),
        _ => null,
    };

    private static string Field(FieldInfo field)
    {
        if (field.DeclaringType!.IsEnum)
            return $"{field.Name} = {Convert.ToInt64(field.GetRawConstantValue(), CultureInfo.InvariantCulture)}";
        if (field.IsLiteral)
            return $"const {ApiTypeName.Of(field)} {field.Name} = {Literal(field.GetRawConstantValue(), field.FieldType)}";
        return $"{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{ApiTypeName.Of(field)} {field.Name}";
    }

    private static string Property(PropertyInfo property)
    {
        var accessors = Accessors(property).ToList();
        var first = accessors[0];
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        var index = property.GetIndexParameters();
        var name = index.Length == 0 ? property.Name : $"this[{string.Join(", ", index.Select(Parameter))}]";
        var words = accessors.Select(accessor => accessor == property.GetMethod ? "get;" : IsInit(accessor) ? "init;" : "set;");
        return $"{Access(first)}{Modifiers(first)}{required}{ApiTypeName.Of(property)} {name} {{ {string.Join(' ', words)} }}";
    }

    private static string Method(MethodInfo method)
    {
        // How a property of an extension block is compiled.
        if (method is { IsStatic: true, IsSpecialName: false } && method.Name.StartsWith("get_", StringComparison.Ordinal))
            return $"extension({Parameters(method)}) {ApiTypeName.Of(method.ReturnParameter)} {method.Name[4..]} {{ get; }}";
        var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(type => type.Name))}>" : "";
        var extension = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        return $"{Access(method)}{Modifiers(method)}{ApiTypeName.Of(method.ReturnParameter)} {method.Name}{generic}({extension}{Parameters(method)})";
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var passing = parameter switch
        {
            { IsOut: true } => "out ",
            { IsIn: true } => "in ",
            { ParameterType.IsByRef: true } => "ref ",
            _ when parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)) => "params ",
            _ => "",
        };
        var value = parameter.HasDefaultValue ? $" = {Literal(parameter.RawDefaultValue, parameter.ParameterType)}" : "";
        return $"{passing}{ApiTypeName.Of(parameter)} {parameter.Name}{value}";
    }

    private static string Literal(object? value, Type type) => value switch
    {
        null => type.IsValueType && Nullable.GetUnderlyingType(type) is null ? "default" : "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        _ when type.IsEnum => $"{type.Name}.{Enum.ToObject(type, value)}",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static string Modifiers(MethodInfo method)
    {
        if (method.IsStatic)
            return "static ";
        if (method.DeclaringType!.IsInterface)
            return "";
        if (method.IsAbstract)
            return "abstract ";
        if (method.GetBaseDefinition() != method)
            return "override ";
        return method is { IsVirtual: true, IsFinal: false } ? "virtual " : "";
    }

    private static IEnumerable<MethodInfo> Accessors(PropertyInfo property) =>
        new[] { property.GetMethod, property.SetMethod }.OfType<MethodInfo>().Where(IsReachable);

    private static bool IsInit(MethodInfo setter) =>
        setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static bool IsWritten(MethodInfo method) =>
        !method.IsDefined(typeof(CompilerGeneratedAttribute)) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal));

    private static bool IsReachable(MethodBase method) =>
        method.IsPublic || ((method.IsFamily || method.IsFamilyOrAssembly) && !method.DeclaringType!.IsSealed);

    private static bool IsReachable(FieldAttributes attributes) =>
        (attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem;
}
